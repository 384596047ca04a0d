import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { ACTIVITIES, type Activity, toActivity, whenOf } from '@/shared/activities/activity'
import { madeActivities } from '@/shared/activities/waiting'
import { useMe } from '@/shared/api/me'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { today } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { isReference } from '@/shared/lib/record-value'
import { overlaid, useWaitingOf } from '@/shared/offline/overlay'
import { dayQueries, parted } from './day-model'

/** Today in the reader's zone; a page that stays open over midnight goes along. */
export function useToday(timeZone: string) {
  const [day, setDay] = useState(() => today(timeZone))
  useEffect(() => {
    const look = () => setDay(today(timeZone))
    look()
    const timer = setInterval(look, 60_000)
    window.addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', look)
    }
  }, [timeZone])
  return day
}

/** Of the person whose day it is. */
const isMine = ({ owner }: CrmRecord, me: string) => isReference(owner) && owner.id === me

const isOpen = (activity: Activity) => activity.status === 'open'

/** Each once: what was ticked off is in the list in which it stood and, after a while, in that of what is done. */
const once = (records: CrmRecord[]) => [...new Map(records.map((record) => [record.id, record])).values()]

export function useDay(object: ObjectType, format: Format) {
  const me = useMe().user.id
  const day = useToday(format.timeZone)
  const queries = dayQueries(object, me, day, format.timeZone)
  const open = useQuery(queries.open)
  const undated = useQuery(queries.undated)
  const done = useQuery(queries.done)
  const waiting = useWaitingOf(ACTIVITIES)
  // The answers are older than what was done since: each stands where it belongs by what it is now.
  const all = useMemo(() => {
    const loaded = [done.data, open.data, undated.data].flatMap((page) => page?.results ?? [])
    const made = madeActivities(waiting).filter((one) => isMine(one, me))
    return [...overlaid(once(loaded), waiting), ...made].map((record) => toActivity(record, object))
  }, [done.data, open.data, undated.data, waiting, me, object])
  const parts = useMemo(() => parted(all, day, format.timeZone), [all, day, format.timeZone])
  return {
    day,
    open,
    parts,
    undated: all.filter((one) => isOpen(one) && whenOf(one) === null && one.kind === 'task'),
    done: queries.done.enabled ? all.filter((one) => one.status === 'done') : [],
    more: Boolean(open.data?.next),
  }
}
