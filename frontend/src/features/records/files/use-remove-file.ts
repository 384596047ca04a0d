import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { useUndo } from '@/shared/undo/use-undo'
import { timelineKey } from '../timeline/timeline-query'
import { filesKey, type RecordFile, removeFile } from './files-api'

/** Takes a file off its record; a toast brings it back. */
export function useRemoveFile(object: string, record: string) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const refresh = () => {
    client.invalidateQueries({ queryKey: filesKey(object, record) })
    client.invalidateQueries({ queryKey: timelineKey(object, record) })
  }
  return async (file: Pick<RecordFile, 'id' | 'name'>) => {
    try {
      const { undo } = await removeFile(file.id)
      forgetFailure(`file ${file.id}`)
      if (undo) offer({ token: undo, label: t`Removed: ${file.name}`, onUndone: refresh })
    } catch (error) {
      tellFailure(`file ${file.id}`, t`Not removed`, error)
    }
    refresh()
  }
}
