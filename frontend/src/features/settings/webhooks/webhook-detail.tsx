import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group } from '@mantine/core'
import IconArrowLeft from '@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { Changing } from '../changing'
import settings from '../settings.module.css'
import { settingsQuery, useSettingsWrite } from '../settings-api'
import { DeliveryLog } from './delivery-log'
import { TestButton } from './test-button'
import { WebhookActions } from './webhook-actions'
import { WebhookState } from './webhook-list'
import classes from './webhooks.module.css'
import type { ChangedWebhook, Webhook } from './webhooks-api'

const WebhookDialog = onUse(() => import('./webhook-dialog').then((m) => m.WebhookDialog))

interface Props {
  hook: Webhook
  onSecret: (secret: string) => void
  onBack: () => void
}

/** One webhook: how it fares, what can be done with it, what it sent. */
export function WebhookDetail({ hook, onSecret, onBack }: Props) {
  const { t } = useLingui()
  const [editing, setEditing] = useState(false)
  const saved = ({ secret }: ChangedWebhook) => {
    setEditing(false)
    if (secret) onSecret(secret)
  }
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowLeft size={15} aria-hidden />}
        onClick={onBack}
        mb="xs"
      >
        {t`All webhooks`}
      </Button>
      <Group gap="xs">
        <h2 className={classes.title}>{hook.name}</h2>
        <WebhookState hook={hook} />
      </Group>
      {hook.state === 'disabled' && <SwitchedOff hook={hook} />}
      <Facts hook={hook} />
      <Group gap="xs" mb="lg">
        <TestButton hook={hook} />
        <Changing>
          <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>{t`Edit`}</Button>
        </Changing>
        <WebhookActions hook={hook} onSecret={onSecret} onDeleted={onBack} />
      </Group>
      <DeliveryLog hook={hook} />
      {editing && <WebhookDialog hook={hook} onSaved={saved} onClose={() => setEditing(false)} />}
    </>
  )
}

function SwitchedOff({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  const write = useSettingsWrite<ChangedWebhook>()
  const switchOn = () => write.mutate({ method: 'PATCH', path: `/webhooks/${hook.id}/`, body: { state: 'active' } })
  return (
    <Alert color="orange" variant="light" my="sm" title={t`This webhook is off`}>
      {hook.reason_text}. {t`What happens meanwhile is not sent later.`}
      {hook.reason !== 'secret' && (
        <div className={classes.switch}>
          <Changing>
            <Button size="compact-sm" loading={write.isPending} onClick={switchOn}>{t`Switch on again`}</Button>
          </Changing>
        </div>
      )}
    </Alert>
  )
}

const objectOf = (event: string) => event.slice(0, event.lastIndexOf('.'))

function Facts({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  const format = useFormat()
  const objects = useQuery(settingsQuery('custom-objects'))
  const named = new Set(hook.events.map(objectOf))
  const gone = (objects.data ?? []).filter((one) => one.retired_at && named.has(one.name))
  const retired = new Set(gone.map((one) => one.name))
  const facts: [string, string][] = [
    [t`Address`, hook.url],
    [t`Events`, hook.events.filter((one) => !retired.has(objectOf(one))).join(', ')],
    [t`Sends`, hook.owner?.name ? t`what ${hook.owner.name} may see` : t`nothing: its owner has left`],
    [t`Last arrived`, hook.succeeded_at ? format.relative(hook.succeeded_at) : t`Never`],
  ]
  if (gone.length > 0) {
    const labels = gone.map((one) => one.label_plural).join(', ')
    facts.splice(2, 0, [t`Retired`, t`${labels}: nothing is sent until they are used again`])
  }
  if (hook.failing_since) {
    const since = format.relative(hook.failing_since)
    facts.push([
      t`Failing`,
      plural(hook.failures, { one: `# attempt, since ${since}`, other: `# attempts, since ${since}` }),
    ])
  }
  if (hook.former_secret_until)
    facts.push([t`Former secret`, t`signs as well until ${format.dateTime(hook.former_secret_until)}`])
  return (
    <dl className={`${settings.facts} ${classes.about}`}>
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
