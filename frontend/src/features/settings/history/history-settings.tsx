import { useLingui } from '@lingui/react/macro'
import { Button, Group, SegmentedControl, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { useFormat } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { announce } from '@/shared/ui/announce'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from '../settings.module.css'
import { SettingsSection } from '../settings-section'
import { type HistoryEntry, historyQuery, takeBack } from './history-api'
import { HistoryRow } from './history-row'
import { useHistoryWords } from './use-history-words'

const HistoryDetails = onUse(() => import('./history-details').then((m) => m.HistoryDetails))

/** What may look otherwise once an action is taken back: a merge had taken files and favourites along. */
const TOUCHED = ['history', 'records', 'board', 'timeline', 'files', 'interest', 'favourites']

/** What one did in the last thirty days; most of it can be taken back. */
export function HistorySettings() {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const { rights } = useMe()
  const words = useHistoryWords()
  const [everyone, setEveryone] = useState(false)
  const [looking, setLooking] = useState<HistoryEntry | null>(null)
  const query = useInfiniteQuery(historyQuery(everyone))
  const entries = query.data?.pages.flatMap((page) => page.results) ?? []
  const undo = useMutation({
    mutationFn: takeBack,
    onSuccess: (_, { entry }) => {
      const label = words(entry)
      setLooking(null)
      announce(t`Undone: ${label}`)
      notifications.show({ message: t`Undone: ${label}`, autoClose: 4000 })
      for (const key of TOUCHED) client.invalidateQueries({ queryKey: [key] })
    },
    onError: (error, { entry }) => {
      client.invalidateQueries({ queryKey: ['history'] })
      if (isProblem(error, 409) && entry.kind === 'action') return setLooking(entry)
      const message = isProblem(error) ? error.detail || error.title : ''
      notifications.show({ color: 'red', title: t`It could not be undone`, message })
    },
  })
  return (
    <SettingsSection
      title={t`History`}
      help={t`What was done in the last thirty days. It can be taken back where nobody changed the same since.`}
      action={
        rights.includes('audit') && (
          <SegmentedControl
            aria-label={t`Whose actions`}
            data={[
              { value: 'mine', label: t`Mine` },
              { value: 'everyone', label: t`Everybody's` },
            ]}
            value={everyone ? 'everyone' : 'mine'}
            onChange={(value) => setEveryone(value === 'everyone')}
          />
        )
      }
    >
      {query.isPending && <Skeleton height={240} radius="md" />}
      {query.isError && entries.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && entries.length === 0 && (
        <StateMessage title={t`Nothing was done yet`}>
          {t`What you change, move or delete will be listed here for thirty days.`}
        </StateMessage>
      )}
      {entries.length > 0 && (
        <ul className={classes.tree} aria-label={t`History`}>
          {entries.map((entry) => (
            <HistoryRow
              key={entry.id}
              entry={entry}
              format={format}
              withActor={everyone}
              busy={undo.isPending && undo.variables.entry.id === entry.id}
              onUndo={() => undo.mutate({ entry, skip: false })}
              onLook={() => setLooking(entry)}
            />
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
      {looking && (
        <HistoryDetails
          entry={looking}
          format={format}
          busy={undo.isPending}
          onUndo={(skip) => undo.mutate({ entry: looking, skip })}
          onClose={() => setLooking(null)}
        />
      )}
    </SettingsSection>
  )
}
