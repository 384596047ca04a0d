import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { ACTIVITIES, toActivity } from '@/shared/activities/activity'
import { madeActivities } from '@/shared/activities/waiting'
import { useMe } from '@/shared/api/me'
import { listQuery } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { deletedIn, overlaid, useWaitingOf } from '@/shared/offline/overlay'
import {
  calendarParams,
  hasOccurrences,
  isShownOf,
  MOST_PAGES,
  occurrencesQuery,
  plannedRecords,
  teamsQuery,
  whoseOf,
} from './calendar-api'
import { segmentsOf } from './calendar-model'

/** The activities of the days shown, page after page up to a bound. */
export function useEvents(object: ObjectType, chosen: string | undefined, days: string[], timeZone: string) {
  const me = useMe()
  const teams = useQuery({ ...teamsQuery, enabled: Boolean(chosen?.startsWith('team:')) })
  const whose = whoseOf(chosen, me, teams.data)
  const query = useInfiniteQuery({
    ...listQuery(ACTIVITIES, calendarParams(object, whose.owners, days, timeZone)),
    enabled: whose.owners.length > 0,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const pages = query.data?.pages.length ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pages < MOST_PAGES) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, pages])
  const later = useQuery({
    ...occurrencesQuery(whose.owners, days, timeZone),
    enabled: whose.owners.length > 0 && hasOccurrences(object),
  })
  const waiting = useWaitingOf(ACTIVITIES)
  const owners = whose.owners.join(',')
  const segments = useMemo(() => {
    const shown = new Set(days)
    const made = madeActivities(waiting).filter((record) => isShownOf(record, owners.split(',')))
    const loaded = (query.data?.pages ?? []).flatMap((page) => page.results)
    const held = [...overlaid(loaded, waiting), ...made]
    const gone = deletedIn(waiting)
    const planned = later.data ? plannedRecords(later.data).filter(({ id }) => !gone.has(id)) : []
    return [
      ...held.flatMap((record) => segmentsOf(toActivity(record, object), timeZone)),
      ...planned.flatMap((record) => segmentsOf(toActivity(record, object), timeZone, true)),
    ].filter(({ day }) => shown.has(day))
  }, [query.data, later.data, days, timeZone, waiting, owners, object])
  const isCut = (hasNextPage && pages >= MOST_PAGES) || later.data?.complete === false
  return { query, later, segments, several: whose.several, tooMany: isCut }
}
