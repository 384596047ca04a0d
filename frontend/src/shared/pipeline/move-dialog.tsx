import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Field, FieldValue } from '@/shared/api/types'
import { FieldInput } from '@/shared/fields/field-input'
import { problemsOf } from '@/shared/fields/validate'
import { useFormat } from '@/shared/lib/format'
import classes from './move-dialog.module.css'
import type { MoveQuestion, MoveValues } from './move-question'

interface Props {
  question: MoveQuestion
  onConfirm: (values: MoveValues) => void
  onCancel: () => void
}

/** Asked before a record moves: what its new column requires, and why a deal was won or lost. */
export function MoveDialog({ question, onConfirm, onCancel }: Props) {
  const { t } = useLingui()
  const { name, stage, reason, fields } = question
  const format = useFormat()
  const [why, setWhy] = useState('')
  const [values, setValues] = useState<MoveValues>({})
  const [errors, setErrors] = useState<Record<string, string>>(question.errors ?? {})
  const submit = () => {
    const required = fields.map((field) => ({ ...field, required: true }))
    const found = problemsOf(required, values)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    onConfirm({ ...question.kept, ...values, ...(reason && why.trim() ? { [reason.field.name]: why.trim() } : {}) })
  }
  const change = (field: Field, value: FieldValue) => {
    setValues((old) => ({ ...old, [field.name]: value }))
    setErrors(({ [field.name]: _, ...rest }) => rest)
  }
  const isLost = stage.category === 'lost'
  const label = isLost ? t`Mark as lost` : stage.category === 'won' ? t`Mark as won` : t`Move`
  return (
    <Modal opened onClose={onCancel} title={t`Move to ${stage.name}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
        }}
      >
        {fields.length > 0 && (
          <>
            <p className={classes.why}>{t`“${name}” needs this before it may come here.`}</p>
            <div className={classes.fields}>
              {fields.map((field, index) => (
                <FieldInput
                  key={field.name}
                  field={{ ...field, required: true }}
                  value={values[field.name]}
                  onChange={(value) => change(field, value)}
                  format={format}
                  error={errors[field.name]}
                  autoFocus={index === 0}
                />
              ))}
            </div>
          </>
        )}
        {reason && (
          <div style={fields.length > 0 ? { marginTop: 16 } : undefined}>
            {reason.offered.length > 0 && (
              <fieldset className={classes.reasons}>
                <legend className={classes.legend}>
                  {isLost ? t`Why was “${name}” lost?` : t`Why was “${name}” won?`}
                </legend>
                {reason.offered.map((one, index) => (
                  <button
                    key={one}
                    type="button"
                    className={classes.reason}
                    aria-pressed={why === one}
                    data-autofocus={(fields.length === 0 && index === 0) || undefined}
                    onClick={() => setWhy(why === one ? '' : one)}
                  >
                    {one}
                  </button>
                ))}
              </fieldset>
            )}
            <TextInput
              label={
                reason.offered.length > 0 ? t`In your own words` : isLost ? t`Why was it lost?` : t`Why was it won?`
              }
              description={t`Optional, but it makes the reports worth reading.`}
              maxLength={255}
              value={why}
              data-autofocus={(fields.length === 0 && reason.offered.length === 0) || undefined}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
          </div>
        )}
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={onCancel}>{t`Cancel`}</Button>
          <Button type="submit" color={isLost ? 'red' : stage.category === 'won' ? 'green' : undefined}>
            {label}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
