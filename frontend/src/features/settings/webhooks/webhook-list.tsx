import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './webhooks.module.css'
import { hostOf, type Webhook } from './webhooks-api'

export function WebhookList({ hooks, onOpen }: { hooks: Webhook[]; onOpen: (id: string) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <ul className={classes.list} aria-label={t`Webhooks`}>
      {hooks.map((hook) => (
        <li key={hook.id}>
          <UnstyledButton className={classes.card} onClick={() => onOpen(hook.id)}>
            <span className={classes.what}>
              <span className={classes.name}>{hook.name}</span> <WebhookState hook={hook} />
              <span className={classes.facts}>
                {hostOf(hook.url)} · {plural(hook.events.length, { one: '# event', other: '# events' })}
                {hook.succeeded_at && ` · ${t`arrived ${format.relative(hook.succeeded_at)}`}`}
              </span>
            </span>
            <IconChevronRight size={17} stroke={1.7} aria-hidden className={classes.arrow} />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

export function WebhookState({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  if (hook.state === 'disabled') return <TintBadge>{t`Off`}</TintBadge>
  if (hook.failures > 1) return <TintBadge color="red">{t`Nothing arrives`}</TintBadge>
  return <TintBadge color="green">{t`On`}</TintBadge>
}
