import { useLingui } from '@lingui/react/macro'
import { Badge, Button, Skeleton } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { Changing } from '../changing'
import classes from './audit.module.css'

type State = components['schemas']['AuditState']

const POLL_MS = 2000

const stateQuery = queryOptions({
  queryKey: ['audit-state'],
  queryFn: ({ signal }) => get<State>('/audit/state/', undefined, signal),
  refetchInterval: ({ state }) => (state.data?.verifying ? POLL_MS : false),
})

const TONES = { intact: 'green', broken: 'red', unverified: 'gray' }

/** How far the trail is sealed, and what its last check found. */
export function AuditState() {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const query = useQuery(stateQuery)
  const verify = useMutation({
    mutationFn: async () => (await request<State>('POST', '/audit/verify/')).data,
    onSuccess: (state) => client.setQueryData(stateQuery.queryKey, state),
  })
  if (query.isPending) return <Skeleton height={72} mb="md" radius="md" />
  if (query.isError) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  const state = query.data
  const labels = { intact: t`Intact`, broken: t`Broken`, unverified: t`Not verified yet` }
  const entries = format.number(state.sealed_entries)
  return (
    <section
      className={classes.state}
      data-broken={state.state === 'broken' || undefined}
      aria-label={t`State of the trail`}
    >
      <Badge color={TONES[state.state]} variant="light" size="lg">
        {labels[state.state]}
      </Badge>
      <p className={classes.facts}>
        {state.sealed_up_to
          ? t`${entries} entries sealed, up to ${format.dateTime(state.sealed_up_to)}`
          : t`Nothing is sealed yet; new entries are within minutes.`}
        <span>
          {state.verified_at
            ? t`Verified ${format.relative(state.verified_at)}: ${format.number(state.verified_entries)} entries`
            : t`The whole trail is verified once a day.`}
          {state.waiting_entries > 0 && ` · ${t`${format.number(state.waiting_entries)} wait to be sealed`}`}
        </span>
        {!state.protected && (
          <span>{t`The database lets this application change what was written. Ask whoever runs Freehold for you.`}</span>
        )}
      </p>
      <Changing>
        <Button
          variant="default"
          loading={state.verifying || verify.isPending}
          onClick={() => verify.mutate()}
        >{t`Verify now`}</Button>
      </Changing>
      {state.problems.length > 0 && (
        <ul className={classes.problems} role="alert">
          {state.problems.map((problem) => (
            <li key={`${problem.kind}-${problem.entry}-${problem.seal}`}>{problem.message}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
