import type { QueryClient } from '@tanstack/react-query'
import { ACTIVITIES, isUsable } from '@/shared/activities/activity'
import { catalogueQuery } from '@/shared/api/catalogue'
import { meQuery } from '@/shared/api/me'
import { listQuery } from '@/shared/api/records'
import { today } from '@/shared/lib/dates'
import { firstWeekdayOf, timeZoneOf } from '@/shared/lib/format'
import { calendarParams, hasOccurrences, occurrencesQuery, whoseOf } from './calendar-api'
import { daysOf, isNarrowNow, usualView } from './calendar-model'
import type { CalendarState } from './calendar-page'

/** Asks for the days shown while their screen is still being made; a team's come when it is there. */
export async function beginCalendar(client: QueryClient, asked: CalendarState) {
  const [me, objects] = await Promise.all([client.ensureQueryData(meQuery), client.ensureQueryData(catalogueQuery)])
  const object = objects.find((one) => one.name === ACTIVITIES)
  const { owners } = whoseOf(asked.whose, me, undefined)
  if (!isUsable(object) || owners.length === 0) return
  const timeZone = timeZoneOf(me)
  const first = (firstWeekdayOf(me) + 6) % 7
  const days = daysOf(asked.view ?? usualView(isNarrowNow()), asked.day ?? today(timeZone), first)
  await Promise.all([
    client.prefetchInfiniteQuery(listQuery(ACTIVITIES, calendarParams(object, owners, days, timeZone))),
    hasOccurrences(object) && client.prefetchQuery(occurrencesQuery(owners, days, timeZone)),
  ])
}
