import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMe } from '@/shared/api/me'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { useStored } from '@/shared/lib/use-stored'
import { whenShown } from '@/shared/on-use/on-use'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { LoadMore } from './load-more'
import { PlannedList } from './planned-list'
import classes from './timeline.module.css'
import { TimelineFilter } from './timeline-filter'
import { TimelineItem } from './timeline-item'
import { type TimelineEntry, timelineQuery } from './timeline-query'
import { useKindLabels } from './use-kind-labels'
import { useLink, useLogLink } from './use-link'
import { useStanding } from './use-standing'
import { useWaitingEntries } from './use-waiting-entries'

const Composer = whenShown(
  () => import('./composer').then((m) => m.Composer),
  () => <Skeleton height={136} mb={18} radius="md" />,
)

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
}

const isOpen = ({ activity }: TimelineEntry) => activity?.status === 'open'

/** What is planned and what happened, the newest first, with the place to add to it. */
export function Timeline({ object, record, format }: Props) {
  const { t } = useLingui()
  const me = useMe()
  const [chosen, setKinds] = useStored<string[]>(`${me.user.id}:timeline-kinds`, [])
  // A kind that was chosen on another object and that this one has not would hide all, and no chip would say so.
  const offered = useKindLabels(object)
    .map(([kind]) => kind)
    .join('|')
  const kinds = useMemo(() => chosen.filter((kind) => offered.split('|').includes(kind)), [chosen, offered])
  const [collapsed, setCollapsed] = useStored(`${me.user.id}:timeline-collapsed`, false)
  // Of what was made without network the server can tell nothing yet.
  const isMade = record.version !== 0
  const query = useInfiniteQuery({ ...timelineQuery(object.name, record.id, kinds.join(',')), enabled: isMade })
  const link = useLink(object)
  const mayLog = useLogLink(object) !== undefined
  const waiting = useWaitingEntries(link, record.id, kinds)
  const standing = useStanding(link, record.id, isMade && kinds.length === 0)
  const pinned = waiting.overlay(standing.pinned)
  const planned = waiting.overlay(standing.planned).filter(isOpen)
  const loaded = waiting
    .overlay(query.data?.pages.flatMap((page) => page.results) ?? [])
    .filter((entry) => !(standing.isWhole && isOpen(entry)))
  const entries = [...waiting.made, ...loaded]
  const item = { object, recordId: record.id, format, collapsed }
  return (
    <div className={classes.root}>
      {link && mayLog && <Composer key={record.id} object={object} record={record} link={link} format={format} />}
      <TimelineFilter
        object={object}
        value={kinds}
        onChange={setKinds}
        collapsed={collapsed}
        onCollapse={setCollapsed}
      />
      {pinned.length > 0 && (
        <ol className={`${classes.list} ${classes.pinned}`} aria-label={t`Pinned`}>
          {pinned.map((entry) => (
            <TimelineItem key={entry.id} entry={entry} {...item} waiting={waiting.isWaiting(entry)} />
          ))}
        </ol>
      )}
      {planned.length > 0 && (
        <PlannedList key={record.id}>
          {planned.map((entry) => (
            <TimelineItem key={entry.id} entry={entry} {...item} waiting={waiting.isWaiting(entry)} />
          ))}
        </PlannedList>
      )}
      {planned.length > 0 && <h3 className={classes.heading}>{t`So far`}</h3>}
      {query.isLoading && <TimelineSkeleton />}
      {query.isError && loaded.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {(query.isSuccess || !isMade) && entries.length === 0 && (
        <StateMessage title={kinds.length > 0 ? t`Nothing of this kind` : t`Nothing has happened yet`}>
          {kinds.length > 0
            ? t`Choose All to see the rest.`
            : mayLog
              ? t`Log a call or write a note above.`
              : t`Changes to this record appear here.`}
        </StateMessage>
      )}
      <ol className={classes.list} aria-label={t`Timeline`}>
        {entries.map((entry) => (
          <TimelineItem key={entry.id} entry={entry} {...item} waiting={waiting.isWaiting(entry)} />
        ))}
      </ol>
      {query.hasNextPage && (
        <div className={classes.more}>
          <LoadMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
        </div>
      )}
    </div>
  )
}

function TimelineSkeleton() {
  return (
    <div aria-hidden>
      {[70, 45, 60, 38].map((width) => (
        <div key={width} className={classes.skeleton}>
          <Skeleton circle height={24} />
          <Skeleton height={10} width={`${width}%`} />
        </div>
      ))}
    </div>
  )
}
