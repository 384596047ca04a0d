import { useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { CrmRecord, FieldValue, ObjectType } from '@/shared/api/types'
import { fieldValue, sameValue, shownTitle } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { useEditing } from '@/shared/live/editing'
import { editConflict } from '../edit-conflict'
import { useSave } from '../use-save'
import { type FormValues, formSections } from './form-fields'
import { RecordForm } from './record-form'

interface Props {
  object: ObjectType
  record: CrmRecord
  onClose: () => void
}

/** All fields of a record at once; only those that were changed are sent. */
export function EditRecord({ object, record, onClose }: Props) {
  const { t } = useLingui()
  const save = useSave(object)
  const fields = formSections(object).flatMap((section) => section.fields)
  // What the edit set out from: a colleague's change meanwhile must not pass for one's own.
  const [base] = useState(record)
  useEditing(object.name, record.id, true)
  const asked = useStore(editConflict) !== null
  const start: FormValues = Object.fromEntries(fields.map((field) => [field.name, fieldValue(base, field.name)]))

  const submit = async (values: FormValues) => {
    const changed: Record<string, FieldValue> = {}
    for (const { name } of fields)
      if (!sameValue(values[name], start[name])) changed[name] = values[name] === '' ? null : (values[name] ?? null)
    if (Object.keys(changed).length === 0) {
      onClose()
      return { ok: true as const }
    }
    const result = await save(base, changed)
    if (result.ok) onClose()
    return result.ok ? { ok: true as const } : { ok: false as const, message: result.message, errors: result.errors }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      // The question about a colleague's change stands before the form: its Esc is not the form's.
      closeOnEscape={!asked}
      title={t`Edit: ${shownTitle(record, object)}`}
      size={720}
      padding={0}
      styles={{ header: { padding: '12px 20px' } }}
    >
      <RecordForm object={object} start={start} submitLabel={t`Save`} onSubmit={submit} onCancel={onClose} />
    </Modal>
  )
}
