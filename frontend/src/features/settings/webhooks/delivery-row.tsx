import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from '../changing'
import jobs from '../jobs/jobs.module.css'
import { useSettingsWrite } from '../settings-api'
import { useDeliveryStates } from './use-delivery-states'
import classes from './webhooks.module.css'
import type { Delivery, Webhook } from './webhooks-api'

const TINTS = { waiting: 'blue', delivered: 'green', dead: 'red', withheld: 'gray' } as const

/** One message: of what, when, what came of it. */
export function DeliveryRow({ hook, delivery }: { hook: Webhook; delivery: Delivery }) {
  const { t } = useLingui()
  const labels = useDeliveryStates()
  const write = useSettingsWrite<Delivery>()
  const isTest = delivery.type === 'webhook.test'
  const waits = delivery.state === 'waiting'
  const isFirst = waits && delivery.attempts === 0
  const resend = () =>
    write.mutate({ method: 'POST', path: `/webhooks/${hook.id}/deliveries/${delivery.id}/redeliver/` })
  return (
    <li className={jobs.row}>
      <div className={jobs.what}>
        <p className={jobs.title}>
          {isTest ? t`Test` : delivery.type}{' '}
          <TintBadge color={TINTS[delivery.state]}>{labels[delivery.state]}</TintBadge>
        </p>
        <Facts delivery={delivery} />
        {delivery.error_text && <p className={jobs.error}>{delivery.error_text}</p>}
        {delivery.answer && (
          <details className={classes.answer}>
            <summary>{t`What it answered`}</summary>
            <pre>{delivery.answer}</pre>
          </details>
        )}
      </div>
      <Changing>
        {!isTest && !isFirst && hook.state === 'active' && (
          <Button
            size="compact-sm"
            variant="default"
            loading={write.isPending}
            aria-label={waits ? t`Send now: ${delivery.type}` : t`Send again: ${delivery.type}`}
            onClick={resend}
          >
            {waits ? t`Send now` : t`Send again`}
          </Button>
        )}
      </Changing>
    </li>
  )
}

function Facts({ delivery }: { delivery: Delivery }) {
  const { t } = useLingui()
  const format = useFormat()
  const count = delivery.records.length
  const facts = [
    ...(count > 0 ? [plural(count, { one: '# record', other: '# records' })] : []),
    ...(delivery.attempts > 0 ? [plural(delivery.attempts, { one: '# attempt', other: '# attempts' })] : []),
    ...(delivery.status === null ? [] : [t`status ${delivery.status}`]),
    ...(delivery.state === 'waiting' && delivery.next_at ? [t`next attempt ${format.relative(delivery.next_at)}`] : []),
  ]
  return (
    <p className={jobs.facts}>
      <time dateTime={delivery.at} title={format.dateTime(delivery.at)}>
        {format.relative(delivery.at)}
      </time>
      {facts.map((fact) => ` · ${fact}`).join('')}
    </p>
  )
}
