import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { removeCached, restoreSnapshot, snapshotOf } from '@/shared/api/cache'
import { isProblem } from '@/shared/api/problem'
import { bulk, deleteRecord, recordKeys, restoreRecord } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { useForgetRecent } from '@/shared/interests/recent'
import { online } from '@/shared/lib/connection'
import { shownTitle } from '@/shared/lib/record-value'
import { hasWaiting, keepForLater, undelete } from '@/shared/offline/waiting'
import { announce } from '@/shared/ui/announce'
import { useUndo } from '@/shared/undo/use-undo'

/** Whether it is the one of a series that could be done: without it none follows. */
const endsSeries = (object: ObjectType, record: CrmRecord | undefined) =>
  object.name === 'activities' && record?.status === 'open' && Boolean(record.repeats)

/**
 * Moves records to the Trash: gone from the screen at once, back when refused, undoable for a while. Without
 * connection that waits; taken back meanwhile, it never happened.
 */
export function useDelete(object: ObjectType) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const forgetRecent = useForgetRecent()

  return useCallback(
    async (records: CrmRecord[]): Promise<boolean> => {
      const ids = records.map((record) => record.id)
      const [first] = records
      const name = first ? shownTitle(first, object) : ''
      const label =
        records.length === 1
          ? endsSeries(object, first)
            ? t`Deleted: ${name}. It was the open one of its series, which ends.`
            : t`Deleted: ${name}`
          : plural(records.length, { one: '# record deleted', other: '# records deleted' })
      const refetch = () => client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
      const takeBack = async () => {
        const deleted = await undelete(object.name, ids)
        for (const id of deleted) await restoreRecord(object.name, id)
        if (deleted.length > 0) await refetch()
      }
      const wait = async () => {
        const edits = records.map((record) => {
          const about = { record: record.id, title: shownTitle(record, object), base: record }
          return { kind: 'delete' as const, object: object.name, ...about, values: {} }
        })
        if (!(await keepForLater(...edits))) return false
        forgetRecent(ids)
        announce(t`Kept on this device until the connection is back`)
        offer({ token: `deletion ${crypto.randomUUID()}`, label, revert: takeBack })
        return true
      }
      // Behind what already waits, so that all arrive in the order in which it was done.
      if ((!online.get() || ids.some(hasWaiting)) && (await wait())) return true
      const before = snapshotOf(client, object.name)
      removeCached(client, object.name, ids)
      try {
        const undo =
          records.length === 1 && first
            ? (await deleteRecord(object.name, first.id)).undo
            : (await bulk(object.name, { ids }, { action: 'delete' })).undo
        forgetRecent(ids)
        if (undo) offer({ token: undo, label })
        client.invalidateQueries({ queryKey: [...recordKeys.object(object.name), 'list'] })
        return true
      } catch (error) {
        restoreSnapshot(client, before)
        if (isProblem(error) && error.isOffline && (await wait())) return true
        const message = isProblem(error) ? error.detail || error.title : ''
        notifications.show({ color: 'red', title: t`Not deleted`, message })
        return false
      }
    },
    [client, object, offer, forgetRecent, t],
  )
}
