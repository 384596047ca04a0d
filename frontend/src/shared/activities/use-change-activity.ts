import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { changeCached, restoreSnapshot, snapshotOf } from '@/shared/api/cache'
import { asWrite } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import { recordKeys, updateRecord } from '@/shared/api/records'
import type { CrmRecord, FieldValue } from '@/shared/api/types'
import { online } from '@/shared/lib/connection'
import { hasWaiting, keepForLater } from '@/shared/offline/waiting'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { useUndo } from '@/shared/undo/use-undo'
import { ACTIVITIES, type Activity } from './activity'

/** Changes that are under way: each waits for the one before it, and what is fetched anew waits for all. */
let underWay = 0
let last: Promise<unknown> = Promise.resolve()

/** By activity, what was wished of it and is not in every copy yet: to go on from at once. */
const wished = new Map<string, Record<string, FieldValue>>()

export const wishedOf = (id: string) => wished.get(id)

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work, work)
  last = done.catch(() => undefined)
  return done
}

/** Changes an activity: shown at once, put back when refused, offered to be undone. Answers whether it was saved. */
export function useChangeActivity() {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  return useCallback(
    async (
      activity: Pick<Activity, 'id' | 'subject' | 'record'>,
      values: Record<string, FieldValue>,
      label: string,
    ) => {
      if (Object.keys(values).length === 0) return false
      underWay += 1
      wished.set(activity.id, { ...wished.get(activity.id), ...values })
      await client.cancelQueries({ queryKey: recordKeys.object(ACTIVITIES) })
      const before = snapshotOf(client, ACTIVITIES)
      changeCached(client, ACTIVITIES, activity.id, (old: CrmRecord) => ({ ...old, ...values }))
      const wait = () => {
        const { id: record, subject: title, record: base } = activity
        return keepForLater({ object: ACTIVITIES, record, title, base, values })
      }
      try {
        // Behind what already waits, so that all arrive in the order in which they were made.
        if (hasWaiting(activity.id) && (await wait())) return true
        const { undo } = await asWrite(() => inTurn(() => updateRecord(ACTIVITIES, activity.id, values)))
        forgetFailure(`activity ${activity.id}`)
        announce(label)
        if (undo) offer({ token: undo, label })
        return true
      } catch (error) {
        if (isProblem(error) && error.isOffline && (await wait())) {
          announce(t`Kept on this device until the connection is back`)
          return true
        }
        restoreSnapshot(client, before)
        announce(t`Not saved`)
        tellFailure(`activity ${activity.id}`, t`Not saved`, error)
        return false
      } finally {
        underWay -= 1
        if (underWay === 0) wished.clear()
        if (underWay === 0 && online.get() && !hasWaiting(activity.id))
          client.invalidateQueries({ queryKey: recordKeys.object(ACTIVITIES) })
      }
    },
    [client, offer, t],
  )
}
