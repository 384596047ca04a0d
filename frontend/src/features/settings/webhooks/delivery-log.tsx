import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import settings from '../settings.module.css'
import { useSettingsWrite } from '../settings-api'
import { DeliveryRow } from './delivery-row'
import { useDeliveryStates } from './use-delivery-states'
import classes from './webhooks.module.css'
import { DELIVERY_STATES, deliveriesQuery, type StateFilter, type Webhook } from './webhooks-api'

/** What a webhook sent, or shall send, in the last thirty days. */
export function DeliveryLog({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  const labels = useDeliveryStates()
  const [state, setState] = useState<StateFilter>('all')
  const query = useInfiniteQuery(deliveriesQuery(hook.id, state))
  const rows = query.data?.pages.flatMap((page) => page.results) ?? []
  return (
    <section aria-labelledby="deliveries">
      <Group justify="space-between" gap="xs" mb="xs">
        <h3 id="deliveries" className={classes.subtitle}>{t`Messages`}</h3>
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={t`State`}
            data={DELIVERY_STATES.map((value) => ({
              value,
              label: value === 'all' ? t`In every state` : labels[value],
            }))}
            value={state}
            onChange={(event) => setState(event.currentTarget.value as StateFilter)}
          />
          {state === 'dead' && rows.length > 0 && hook.state === 'active' && <SendAllAgain hook={hook} />}
        </Group>
      </Group>
      {query.isPending && <Skeleton height={160} radius="md" />}
      {query.isError && rows.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <StateMessage title={state === 'all' ? t`Nothing sent yet` : t`Nothing in this state`}>
          {t`Messages are kept for thirty days.`}
        </StateMessage>
      )}
      {rows.length > 0 && (
        <ul className={settings.tree} aria-label={t`Messages`}>
          {rows.map((one) => (
            <DeliveryRow key={one.id} hook={hook} delivery={one} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t`Load more`}
          </Button>
        </Group>
      )}
    </section>
  )
}

function SendAllAgain({ hook }: { hook: Webhook }) {
  const { t } = useLingui()
  const write = useSettingsWrite<{ count: number }>()
  const send = () =>
    write.mutate(
      { method: 'POST', path: `/webhooks/${hook.id}/redeliver/`, body: {} },
      {
        onSuccess: ({ count }) =>
          notifications.show({
            message: plural(count, { one: '# message is sent again', other: '# messages are sent again' }),
          }),
      },
    )
  return (
    <Button size="compact-sm" variant="default" loading={write.isPending} onClick={send}>{t`Send all again`}</Button>
  )
}
