import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group } from '@mantine/core'
import { memo, useCallback, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { FieldProblem } from '@/shared/api/problem'
import type { Field, FieldValue, ObjectType, Reference } from '@/shared/api/types'
import { FieldInput, type FieldInputProps } from '@/shared/fields/field-input'
import { problemsOf } from '@/shared/fields/validate'
import { useFormat } from '@/shared/lib/format'
import { showsTitle } from '@/shared/lib/layout'
import { focusRefused } from '@/shared/ui/focus-refused'
import { KeyCaps } from '@/shared/ui/key-caps'
import { beginning, type FormValues, formSections } from './form-fields'
import classes from './record-form.module.css'

export type SubmitResult = { ok: true } | { ok: false; message: string; errors: FieldProblem[] }

interface Props {
  object: ObjectType
  start: FormValues
  submitLabel: string
  /** Stands above the buttons. */
  notice?: React.ReactNode
  onValues?: (values: FormValues) => void
  onSubmit: (values: FormValues) => Promise<SubmitResult>
  onCancel: () => void
}

const WIDE = new Set(['longtext', 'emails', 'phones', 'addresses', 'multipicklist'])

interface FormFieldProps extends Omit<FieldInputProps, 'field' | 'onChange'> {
  field: Field
  onChange: (name: string, value: FieldValue) => void
}

/** Drawn anew when its own value changes, not at each letter typed beside it. */
const FormField = memo(function FormField({ field, onChange, ...input }: FormFieldProps) {
  return (
    <div className={classes.field} data-wide={WIDE.has(field.type) || undefined}>
      <FieldInput {...input} field={field} onChange={(value) => onChange(field.name, value)} />
    </div>
  )
})

/** Create and edit: every field the user may write, checked here first and by the server then. */
export function RecordForm({ object, start, submitLabel, notice, onValues, onSubmit, onCancel }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const form = useRef<HTMLFormElement>(null)
  const formId = useId()
  const [values, setValues] = useState(start)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const sections = formSections(object)
  const fields = sections.flatMap((section) => section.fields)
  // The key that opens a form is answered with its first fields; those below follow right after.
  const isWhole = useDeferredValue(true, false)
  const drawn = isWhole ? sections : beginning(sections)

  useEffect(() => onValues?.(values), [onValues, values])
  const change = useCallback((name: string, value: FieldValue) => {
    setValues((old) => ({ ...old, [name]: value, ...(name === 'pipeline' ? { stage: null } : {}) }))
    setErrors((old) => {
      if (!(name in old)) return old
      const { [name]: _, ...rest } = old
      return rest
    })
  }, [])
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (busy) return
    const found = problemsOf(fields, values)
    setErrors(found)
    setRefusal('')
    if (Object.keys(found).length > 0) return focusRefused(form.current)
    setBusy(true)
    const result = await onSubmit(values)
    setBusy(false)
    if (result.ok) return
    const known = new Set(fields.map((field) => field.name))
    setErrors(Object.fromEntries(result.errors.filter((e) => known.has(e.field)).map((e) => [e.field, e.message])))
    const elsewhere = result.errors.filter((error) => !known.has(error.field)).map((error) => error.message)
    setRefusal(result.errors.length === 0 ? result.message : elsewhere.join(' '))
    focusRefused(form.current)
  }

  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      className={classes.form}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit()
      }}
    >
      <div className={classes.body}>
        {refusal && (
          <Alert color="red" variant="light" role="alert" mb="sm">
            {refusal}
          </Alert>
        )}
        {drawn.map((section, index) => (
          <section
            key={section.name}
            aria-labelledby={
              showsTitle(section.label, sections.length, object) ? `${formId}-${section.name}` : undefined
            }
          >
            {showsTitle(section.label, sections.length, object) && (
              <h3 className={classes.title} id={`${formId}-${section.name}`}>
                {section.label}
              </h3>
            )}
            <div className={classes.fields}>
              {section.fields.map((field, at) => (
                <FormField
                  key={field.name}
                  field={field}
                  value={values[field.name]}
                  onChange={change}
                  format={format}
                  error={errors[field.name]}
                  autoFocus={index === 0 && at === 0 && field.type !== 'reference'}
                  pipeline={(values.pipeline as Reference | null | undefined)?.id}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
      <Group className={classes.foot} justify="flex-end" gap="xs">
        {notice}
        <span className={classes.hint} aria-hidden>
          <KeyCaps keys="mod+Enter" />
        </span>
        <Button variant="default" onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" loading={busy}>
          {submitLabel}
        </Button>
      </Group>
    </form>
  )
}
