import { useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, SegmentedControl, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { useFormat } from '@/shared/lib/format'
import { announce } from '@/shared/ui/announce'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from '../settings.module.css'
import { SettingsSection } from '../settings-section'
import { JobRow } from './job-row'
import { jobsQuery, type StateFilter, steer, type Whose } from './jobs-api'

/** What goes on in the background: one's own, and for administrators everybody's. */
export function JobSettings() {
  const { t } = useLingui()
  const format = useFormat()
  const { rights } = useMe()
  const all = rights.includes('settings')
  const [whose, setWhose] = useState<Whose>(all ? 'people' : 'mine')
  const [state, setState] = useState<StateFilter>('all')
  const query = useInfiniteQuery(jobsQuery(whose, state))
  const jobs = query.data?.pages.flatMap((page) => page.results) ?? []
  const act = useSteering()
  return (
    <SettingsSection
      title={t`Background work`}
      help={t`Imports, changes of many records and whatever else takes longer than a moment. It goes on when you close the window.`}
    >
      <Group gap="xs" mb="sm">
        {all && (
          <SegmentedControl
            aria-label={t`Whose work`}
            data={[
              { value: 'mine', label: t`Mine` },
              { value: 'people', label: t`Everybody's` },
              { value: 'system', label: t`By the clock` },
            ]}
            value={whose}
            onChange={(value) => setWhose(value as Whose)}
          />
        )}
        <StateSelect value={state} onChange={setState} />
      </Group>
      {query.isPending && <Skeleton height={240} radius="md" />}
      {query.isError && jobs.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && jobs.length === 0 && <Nothing filtered={state !== 'all'} />}
      {jobs.length > 0 && (
        <ul className={classes.tree} aria-label={t`Background work`}>
          {jobs.map((job) => (
            <JobRow
              key={job.id}
              job={job}
              format={format}
              busy={act.isPending && act.variables.job.id === job.id}
              onStep={(step) => act.mutate({ job, step })}
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
    </SettingsSection>
  )
}

function useSteering() {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: steer,
    onSuccess: (job, { step }) => announce(step === 'cancel' ? t`Ended: ${job.label}` : t`Begun again: ${job.label}`),
    onError: (error) => {
      const message = isProblem(error) ? error.detail || error.title : ''
      notifications.show({ color: 'red', title: t`That did not work`, message })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
}

function StateSelect({ value, onChange }: { value: StateFilter; onChange: (value: StateFilter) => void }) {
  const { t } = useLingui()
  return (
    <NativeSelect
      aria-label={t`State`}
      data={[
        { value: 'all', label: t`In every state` },
        { value: 'open', label: t`Waiting and running` },
        { value: 'failed', label: t`Failed` },
        { value: 'done', label: t`Done` },
        { value: 'cancelled', label: t`Cancelled` },
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as StateFilter)}
    />
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useLingui()
  if (filtered) return <StateMessage title={t`Nothing in this state`}>{t`Choose another state.`}</StateMessage>
  return (
    <StateMessage title={t`Nothing yet`}>
      {t`An import or a change of more than a thousand records will be listed here.`}
    </StateMessage>
  )
}
