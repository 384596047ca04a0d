import { useLingui } from '@lingui/react/macro'
import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useObject } from '@/shared/api/catalogue'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { Composer } from './composer'
import classes from './timeline.module.css'
import { TimelineItem } from './timeline-item'
import { timelineQuery } from './timeline-query'

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
}

/** The field by which an activity belongs to this object; without one there is nothing to log. */
function useLink(object: ObjectType) {
  const activities = useObject('activities')
  if (!activities?.permissions.create || object.name === 'activities') return undefined
  return activities.fields.find((field) => field.type === 'reference' && field.reference?.object === object.name)?.name
}

/** What happened, the newest first, with the place to add to it. */
export function Timeline({ object, record, format }: Props) {
  const { t } = useLingui()
  const [kinds, setKinds] = useState('')
  const query = useInfiniteQuery(timelineQuery(object.name, record.id, kinds))
  const link = useLink(object)
  const entries = query.data?.pages.flatMap((page) => page.results) ?? []
  const filters = [
    { value: '', label: t`All` },
    { value: 'activity', label: t`Activities` },
    ...(object.features.includes('board') ? [{ value: 'stage', label: t`Stages` }] : []),
    { value: 'file', label: t`Files` },
    { value: 'change,created,deleted,restored', label: t`Changes` },
  ]
  return (
    <div className={classes.root}>
      {link && <Composer key={record.id} object={object} record={record} link={link} format={format} />}
      <SegmentedControl
        size="xs"
        aria-label={t`What the timeline shows`}
        data={filters}
        value={kinds}
        onChange={setKinds}
        className={classes.filter}
      />
      {query.isPending && <TimelineSkeleton />}
      {query.isError && entries.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && entries.length === 0 && (
        <StateMessage title={t`Nothing has happened yet`}>
          {link ? t`Log a call or write a note above.` : t`Changes to this record appear here.`}
        </StateMessage>
      )}
      <ol className={classes.list} aria-label={t`Timeline`}>
        {entries.map((entry) => (
          <TimelineItem key={entry.id} entry={entry} object={object} recordId={record.id} format={format} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          className={classes.more}
          loading={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >{t`Load more`}</Button>
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
