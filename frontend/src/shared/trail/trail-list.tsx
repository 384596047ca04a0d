import { useLingui } from '@lingui/react/macro'
import { Button, Group, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './trail.module.css'
import { type TrailFilter, trailQuery } from './trail-api'
import { TrailEntry } from './trail-entry'

interface Props {
  path: string
  filter?: TrailFilter
  withName?: boolean
  onActor?: (id: string) => void
}

/** Who did what, the newest first. */
export function TrailList({ path, filter = {}, withName = true, onActor }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const query = useInfiniteQuery(trailQuery(path, filter))
  const entries = query.data?.pages.flatMap((page) => page.results) ?? []
  if (query.isPending) return <Skeleton height={240} radius="md" />
  if (query.isError && entries.length === 0)
    return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  if (entries.length === 0) return <StateMessage title={t`Nothing is recorded here`} />
  return (
    <>
      <ul className={classes.list} aria-label={t`Audit trail`} aria-busy={query.isPlaceholderData}>
        {entries.map((entry) => (
          <TrailEntry key={entry.id} entry={entry} format={format} onActor={onActor} withName={withName} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Group justify="center" py="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t`Load more`}
          </Button>
        </Group>
      )}
    </>
  )
}
