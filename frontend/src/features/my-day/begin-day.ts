import type { QueryClient } from '@tanstack/react-query'
import { ACTIVITIES, isUsable } from '@/shared/activities/activity'
import { catalogueQuery } from '@/shared/api/catalogue'
import { meQuery } from '@/shared/api/me'
import { today } from '@/shared/lib/dates'
import { timeZoneOf } from '@/shared/lib/format'
import { dayQueries } from './day-model'

/** Asks for the day while its screen is still being made. */
export async function beginDay(client: QueryClient) {
  const [me, objects] = await Promise.all([client.ensureQueryData(meQuery), client.ensureQueryData(catalogueQuery)])
  const object = objects.find((one) => one.name === ACTIVITIES)
  if (!isUsable(object)) return
  const timeZone = timeZoneOf(me)
  const { open, undated, done } = dayQueries(object, me.user.id, today(timeZone), timeZone)
  await Promise.all([open, undated, ...(done.enabled ? [done] : [])].map((one) => client.prefetchQuery(one)))
}
