import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ObjectType } from '@/shared/api/types'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { ListSkeleton } from '../list/list-states'
import { DuplicateCard } from './duplicate-card'
import classes from './duplicates-page.module.css'
import { duplicatesQuery } from './merge-api'
import { useTellApart } from './use-tell-apart'

/** So many pages without any are looked through before somebody is asked whether to go on. */
const MOST_LOOKED = 20

/** Records that are probably the same, group by group: merge them, or say that they are not. */
export function DuplicatesPage({ object }: { object: ObjectType }) {
  const { t } = useLingui()
  const format = useFormat()
  const query = useInfiniteQuery(duplicatesQuery(object.name))
  const tellApart = useTellApart(object)
  const groups = query.data?.pages.flatMap((page) => page.results) ?? []
  const pages = query.data?.pages.length ?? 0
  const { hasNextPage, isFetching, fetchNextPage, isError } = query
  useScreenReady(!query.isPending)
  // A page may hold nothing and still lead on.
  const looksOn = groups.length === 0 && hasNextPage && !isError && pages < MOST_LOOKED
  useEffect(() => {
    if (looksOn && !isFetching) void fetchNextPage()
  }, [looksOn, isFetching, fetchNextPage])
  return (
    <div className={classes.root}>
      <PageHeader
        icon={<IconCopy size={18} stroke={1.7} aria-hidden />}
        title={t`Possible duplicates: ${object.label_plural}`}
        actions={
          <Button variant="default" size="compact-md" component={Link} to={`/${object.name}`}>
            {t`Back to the list`}
          </Button>
        }
      />
      <div className={classes.scroll}>
        {query.isPending || looksOn ? (
          <ListSkeleton />
        ) : isError && groups.length === 0 ? (
          <ProblemMessage error={query.error} onRetry={query.refetch} />
        ) : groups.length === 0 ? (
          <StateMessage
            icon={<IconCircleCheck size={22} stroke={1.6} aria-hidden />}
            title={hasNextPage ? t`No duplicates so far` : t`No duplicates`}
          >
            {t`Nothing that you see looks like the same record twice.`}
          </StateMessage>
        ) : (
          <ul className={classes.groups}>
            {groups.map((group) => (
              <DuplicateCard
                key={group.records.map((record) => record.id).join()}
                object={object}
                group={group}
                format={format}
                onApart={tellApart}
              />
            ))}
          </ul>
        )}
        {!looksOn && hasNextPage && (
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t`Look for more`}
          </Button>
        )}
      </div>
    </div>
  )
}
