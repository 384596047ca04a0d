import { useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import type { CrmRecord, FieldValue, ObjectType } from '@/shared/api/types'
import { fieldValue, sameValue, shownTitle } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { useEditing } from '@/shared/live/editing'
import { editConflict } from '../edit-conflict'
import { useSave } from '../use-save'
import { type FormValues, formSections } from './form-fields'
import { RecordForm } from './record-form'
import { typedValues, useUnsent } from './unsent'
import { UnsentNotice } from './unsent-notice'

interface Props {
  object: ObjectType
  record: CrmRecord
  onClose: () => void
}

const writtenFields = (object: ObjectType) => formSections(object).flatMap((section) => section.fields)

/** All fields of a record at once; only those that were changed are sent. */
export function EditRecord({ object, record, onClose }: Props) {
  const { t } = useLingui()
  const save = useSave(object)
  const { found, keep, startAfresh, tellKept } = useUnsent(record.id)
  // What the edit set out from: a colleague's change meanwhile must not pass for one's own.
  const [base, setBase] = useState(found?.base?.id === record.id ? found.base : record)
  useEditing(object.name, record.id, true)
  const asked = useStore(editConflict) !== null
  const start: FormValues = useMemo(
    () => Object.fromEntries(writtenFields(object).map(({ name }) => [name, fieldValue(base, name)])),
    [object, base],
  )
  const note = useCallback(
    (values: FormValues) => keep({ values: typedValues(start, values), base }),
    [keep, start, base],
  )
  const done = () => {
    keep(null)
    onClose()
  }

  const submit = async (values: FormValues) => {
    const changed: Record<string, FieldValue> = {}
    for (const { name } of writtenFields(object))
      if (!sameValue(values[name], start[name])) changed[name] = values[name] === '' ? null : (values[name] ?? null)
    if (Object.keys(changed).length === 0) {
      done()
      return { ok: true as const }
    }
    const result = await save(base, changed)
    if (result.ok) done()
    return result.ok ? { ok: true as const } : { ok: false as const, message: result.message, errors: result.errors }
  }
  return (
    <Modal
      opened
      onClose={() => {
        tellKept()
        onClose()
      }}
      // The question about a colleague's change stands before the form: its Esc is not the form's.
      closeOnEscape={!asked}
      title={t`Edit: ${shownTitle(record, object)}`}
      size={720}
      padding={0}
      styles={{ header: { padding: '12px 20px' } }}
    >
      {found && (
        <UnsentNotice
          onDiscard={() => {
            startAfresh()
            setBase(record)
          }}
        />
      )}
      <RecordForm
        key={found ? 'found' : 'fresh'}
        object={object}
        start={{ ...start, ...found?.values }}
        submitLabel={t`Save`}
        onValues={note}
        onSubmit={submit}
        onCancel={done}
      />
    </Modal>
  )
}
