import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { ACTIVITIES, toActivity } from '@/shared/activities/activity'
import { useMe } from '@/shared/api/me'
import { pageQuery } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { today } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { isReference } from '@/shared/lib/record-value'
import { madeIn, useWaitingOf } from '@/shared/offline/overlay'
import { doneParams, openParams, parted, undatedParams } from './day-model'

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

/** Made here and still to be done, by the person whose day it is. */
const isMine = ({ owner, status }: CrmRecord, me: string) =>
  isReference(owner) && owner.id === me && (status ?? 'open') === 'open'

export function useDay(object: ObjectType, format: Format) {
  const me = useMe().user.id
  const day = useToday(format.timeZone)
  const open = useQuery(pageQuery(ACTIVITIES, openParams(object, me, day, format.timeZone)))
  const undated = useQuery(pageQuery(ACTIVITIES, undatedParams(object, me)))
  const hasCompleted = object.fields.some((field) => field.name === 'completed_at')
  const done = useQuery({
    ...pageQuery(ACTIVITIES, doneParams(object, me, day, format.timeZone)),
    enabled: hasCompleted,
  })
  const waiting = useWaitingOf(ACTIVITIES)
  const made = useMemo(() => madeIn(waiting).filter((one) => isMine(one, me)), [waiting, me])
  const parts = useMemo(
    () => parted([...(open.data?.results ?? []), ...made].map(toActivity), day, format.timeZone),
    [open.data, made, day, format.timeZone],
  )
  return {
    day,
    open,
    parts,
    undated: (undated.data?.results ?? []).map(toActivity).filter((one) => one.status === 'open'),
    done: (done.data?.results ?? []).map(toActivity).filter((one) => one.status === 'done'),
    more: Boolean(open.data?.next),
  }
}
