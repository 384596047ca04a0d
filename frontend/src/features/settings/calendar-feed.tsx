import { useLingui } from '@lingui/react/macro'
import { Button, Group, Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { useFormat } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { AskedDeletion } from './asked-deletion'
import { SettingsPanel } from './settings-panel'

const FeedAddress = onUse(() => import('./feed-address').then((m) => m.FeedAddress))

type Feed = components['schemas']['CalendarFeed']
type NewFeed = components['schemas']['NewCalendarFeed']

const PATH = '/me/calendar-feed/'
const feedQuery = queryOptions({
  queryKey: ['settings', 'calendar-feed'],
  queryFn: ({ signal }) => get<Feed>(PATH, undefined, signal),
})

/** The address by which a phone or mail program shows one's own calendar. It is shown once. */
export function CalendarFeed() {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const feed = useQuery(feedQuery).data
  const failed = (error: unknown) => tellFailure(PATH, t`Not saved`, error)
  const renew = useMutation({
    mutationFn: async () => (await request<NewFeed>('POST', PATH)).data,
    onSuccess: ({ enabled, created_at }) => {
      forgetFailure(PATH)
      client.setQueryData(feedQuery.queryKey, { enabled, created_at })
    },
    onError: failed,
  })
  const end = useMutation({
    mutationFn: () => request('DELETE', PATH),
    onSuccess: () => {
      forgetFailure(PATH)
      renew.reset()
      client.setQueryData(feedQuery.queryKey, { enabled: false, created_at: null })
    },
    onError: failed,
  })
  if (!feed) return null
  return (
    <SettingsPanel
      title={t`Calendar address`}
      help={t`With this secret address your phone or mail program shows your meetings and tasks. Whoever has it can read them, so keep it to yourself.`}
    >
      <Stack gap="sm">
        {renew.data && <FeedAddress address={renew.data.address} />}
        {feed.created_at && !renew.data && (
          <Text size="sm" c="dimmed">{t`There is an address since ${format.dateTime(feed.created_at)}.`}</Text>
        )}
        <Group gap="xs">
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            {feed.enabled ? t`Make a new address` : t`Make an address`}
          </Button>
        </Group>
        {feed.enabled && <Text size="xs" c="dimmed">{t`A new address ends the former one.`}</Text>}
        {feed.enabled && (
          <AskedDeletion
            label={t`Switch it off`}
            confirmLabel={t`Yes, switch it off`}
            told={t`Calendars that use the address show nothing of yours any more; switched on again, they need the new one.`}
            busy={end.isPending}
            onDelete={() => end.mutate()}
          />
        )}
      </Stack>
    </SettingsPanel>
  )
}
