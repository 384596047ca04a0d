import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import type { CrmRecord, Field, FieldValue, ObjectType } from '@/shared/api/types'
import { changeText } from '@/shared/fields/change-text'
import type { Format } from '@/shared/lib/format'
import { fieldValue, isWritable, may } from '@/shared/lib/record-value'
import { useKeptEdit } from '../kept-edits'
import { useSave } from '../use-save'

export interface CellEdit {
  id: string
  field: string
  /** The record as it was when the edit began: what somebody else changes meanwhile is not one's own. */
  base: CrmRecord
  /** What was typed and refused, or pasted. */
  draft?: FieldValue
  error?: string
}

/** Types whose editor is larger than a cell: they are edited on the record's page. */
const ELSEWHERE = new Set<Field['type']>(['addresses', 'emails', 'phones'])

/** The title of a person is put together from their names. */
export const isCellEditable = (field: Field, object: ObjectType, record: CrmRecord) =>
  object.permissions.update && may('update', record) && isWritable(field) && !ELSEWHERE.has(field.type) && !field.format

/** Editing in the cells of a list: shown at once, put back with the reason when it is refused. */
export function useCellEdit(object: ObjectType, format: Format) {
  const { t } = useLingui()
  const save = useSave(object)
  const [edit, setEdit] = useKeptEdit<CellEdit>(object.name)

  const commit = useCallback(
    async (record: CrmRecord, field: Field, value: FieldValue) => {
      const result = await save(record, { [field.name]: value }, { dialog: false })
      if (result.ok) return
      // Nothing is lost: the cell opens again with what was typed, and the reason beneath.
      const theirs = result.current && fieldValue(result.current, field.name)
      const error = result.conflict
        ? t`Someone else was faster. It is now: ${changeText(theirs, field, format)}. Enter saves yours, Esc keeps theirs.`
        : (result.errors.find((one) => one.field === field.name)?.message ?? result.message)
      const base = result.current ?? record
      setEdit((now) => now ?? { id: record.id, field: field.name, base, draft: value, error })
    },
    [save, format, t, setEdit],
  )
  return { edit, setEdit, commit }
}

export type CellEditing = ReturnType<typeof useCellEdit>
