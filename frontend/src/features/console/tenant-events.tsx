import { useLingui } from '@lingui/react/macro'
import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { formError } from '@/shared/api/form-problem'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import type { StripeEvent } from './billing-api'
import classes from './console.module.css'
import { useConsoleWrite } from './console-api'

const TINTS: Record<StripeEvent['state'], string> = {
  received: 'orange',
  handled: 'green',
  ignored: 'gray',
  refused: 'red',
}

/** What came from Stripe lately, and what became of it. */
export function TenantEvents({ slug, events }: { slug: string; events: StripeEvent[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<StripeEvent['state'], string> = {
    received: t`Waiting`,
    handled: t`Worked off`,
    ignored: t`Ignored`,
    refused: t`Refused`,
  }
  return (
    <section className={classes.panel} aria-label={t`Events`}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{t`Events`}</h2>
      </div>
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">{t`None came yet.`}</Text>
      ) : (
        <div className={classes.tableWrap} role="region" aria-label={t`Latest events`} tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">
                  <span className={classes.plainHead}>{t`Came`}</span>
                </th>
                <th scope="col">
                  <span className={classes.plainHead}>{t`Event`}</span>
                </th>
                <th scope="col">
                  <span className={classes.plainHead}>{t`State`}</span>
                </th>
                <th scope="col" aria-label={t`Actions`} />
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <tr key={event.id}>
                  <td>{format.moment(event.received_at)}</td>
                  <td>
                    {event.type}
                    <span className={classes.host}>{event.id}</span>
                  </td>
                  <td>
                    <TintBadge color={TINTS[event.state]}>{words[event.state]}</TintBadge>
                    {event.reason && <span className={classes.host}>{event.reason}</span>}
                  </td>
                  <td>
                    <Replay slug={slug} event={event} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Replay({ slug, event }: { slug: string; event: StripeEvent }) {
  const { t } = useLingui()
  const write = useConsoleWrite<StripeEvent>()
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={write.isPending}
      aria-label={t`Work off ${event.id} again`}
      onClick={() =>
        write.mutate(
          { method: 'POST', path: `/tenants/${slug}/billing/events/${event.id}/replay/` },
          {
            onSuccess: () => notifications.show({ message: t`Worked off again`, autoClose: 2500 }),
            onError: (error) => notifications.show({ color: 'red', message: formError(error, []) ?? '' }),
          },
        )
      }
    >{t`Again`}</Button>
  )
}
