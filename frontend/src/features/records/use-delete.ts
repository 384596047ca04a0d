import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { removeCached, restoreSnapshot, snapshotOf } from '@/shared/api/cache'
import { isProblem } from '@/shared/api/problem'
import { bulk, deleteRecord, recordKeys } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { titleOf } from '@/shared/lib/record-value'
import { useUndo } from '@/shared/undo/use-undo'

/** Moves records to the Trash: gone from the screen at once, back when refused, undoable for a while. */
export function useDelete(object: ObjectType) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()

  return useCallback(
    async (records: CrmRecord[]): Promise<boolean> => {
      const ids = records.map((record) => record.id)
      const before = snapshotOf(client, object.name)
      removeCached(client, object.name, ids)
      try {
        const [first] = records
        const undo =
          records.length === 1 && first
            ? (await deleteRecord(object.name, first.id)).undo
            : (await bulk(object.name, { ids }, { action: 'delete' })).undo
        const name = first ? titleOf(first, object.title_field) : ''
        const label =
          records.length === 1
            ? t`Deleted: ${name}`
            : plural(records.length, { one: '# record deleted', other: '# records deleted' })
        if (undo) offer({ token: undo, label })
        client.invalidateQueries({ queryKey: [...recordKeys.object(object.name), 'list'] })
        return true
      } catch (error) {
        restoreSnapshot(client, before)
        const message = isProblem(error) ? error.detail || error.title : ''
        notifications.show({ color: 'red', title: t`Not deleted`, message })
        return false
      }
    },
    [client, object, offer, t],
  )
}
