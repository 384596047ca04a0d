import { useLingui } from '@lingui/react/macro'
import { MultiSelect, Select, Skeleton, Switch, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Address, Field, FieldValue, LabelledValue, Money, Reference } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { whenShown } from '@/shared/on-use/on-use'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import { useChoices } from '@/shared/ui/use-choices'
import { AddressesInput } from './addresses-input'
import { EntriesInput } from './entries-input'
import { MoneyInput } from './money-input'
import { NumberField } from './number-field'
import { ReferencePicker } from './reference-picker'

const placeholder = ({ label }: { label?: ReactNode }) => <Skeleton height={label ? 58 : 36} />
const DateField = whenShown(() => import('./date-field').then((m) => m.DateField), placeholder)
const RecurrenceInput = whenShown(() => import('./recurrence-input').then((m) => m.RecurrenceInput), placeholder)

export interface FieldInputProps {
  field: Field
  value: FieldValue | undefined
  onChange: (value: FieldValue) => void
  format: Format
  /** Without a visible label the input takes the field's label as its name. */
  withLabel?: boolean
  error?: ReactNode
  autoFocus?: boolean
  /** The record's pipeline, for its stages. */
  pipeline?: string | undefined
  onBlur?: () => void
}

const TEXT_TYPES = { text: 'text', email: 'email', phone: 'tel', url: 'url' } as const

/** The input that fits a field of the catalogue. */
export function FieldInput(props: FieldInputProps) {
  const { t } = useLingui()
  const { keepMounted, meet } = useChoices()
  const { field, value, onChange, format, withLabel = true, error, autoFocus = false, onBlur } = props
  const isSearched = (field.choices?.length ?? 0) > 8
  const shared = {
    label: withLabel ? field.label : undefined,
    'aria-label': withLabel ? undefined : field.label,
    description: withLabel && field.help ? field.help : undefined,
    error,
    withAsterisk: withLabel && field.required,
    autoFocus,
    'data-autofocus': autoFocus || undefined,
    'data-field': field.name,
    ...(onBlur ? { onBlur } : {}),
  }
  if (field.format === 'recurrence')
    return (
      <RecurrenceInput
        label={shared.label}
        aria-label={shared['aria-label']}
        description={shared.description}
        error={error}
        autoFocus={autoFocus}
        value={(value as string | null) || null}
        onChange={onChange}
        format={format}
      />
    )
  switch (field.type) {
    case 'longtext':
      return (
        <GrowingTextarea
          {...shared}
          minRows={3}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'integer':
    case 'number':
      return (
        <NumberField
          {...shared}
          whole={field.type === 'integer'}
          grouped={!field.name.includes('year')}
          value={value as number | string | null | undefined}
          onChange={onChange}
          format={format}
        />
      )
    case 'money':
      return <MoneyInput {...shared} value={value as Money | null} onChange={onChange} format={format} />
    case 'date':
    case 'datetime':
      return (
        <DateField
          {...shared}
          withTime={field.type === 'datetime'}
          value={(value as string | null) ?? null}
          onChange={onChange}
          format={format}
        />
      )
    case 'boolean':
      return (
        <Switch
          label={shared.label}
          aria-label={shared['aria-label']}
          description={shared.description}
          error={error}
          autoFocus={autoFocus}
          data-autofocus={autoFocus || undefined}
          {...(onBlur ? { onBlur } : {})}
          checked={Boolean(value)}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'picklist':
      return (
        <Select
          {...shared}
          comboboxProps={{ keepMounted }}
          onFocusCapture={meet}
          data={(field.choices ?? []).map(({ value: v, label }) => ({ value: v, label }))}
          value={(value as string | null) || null}
          onChange={onChange}
          searchable={isSearched}
          clearable={!field.required}
          clearButtonProps={{ 'aria-label': t`Clear` }}
          // Enter on the choice that holds confirms it; the cross, or Delete, takes it away.
          allowDeselect={false}
          onKeyDown={(event) => {
            const isDelete = event.key === 'Delete' || event.key === 'Backspace'
            if (isDelete && !field.required && value && !isSearched) onChange(null)
          }}
          nothingFoundMessage={t`Nothing found.`}
        />
      )
    case 'multipicklist':
      return (
        <MultiSelect
          {...shared}
          data={(field.choices ?? []).map(({ value: v, label }) => ({ value: v, label }))}
          value={(value as string[] | null) ?? []}
          onChange={onChange}
          searchable
          nothingFoundMessage={t`Nothing found.`}
        />
      )
    case 'reference':
      return (
        <ReferencePicker
          label={shared.label}
          ariaLabel={shared['aria-label']}
          description={shared.description}
          error={error}
          required={shared.withAsterisk}
          autoFocus={autoFocus}
          target={field.reference?.object ?? ''}
          value={(value as Reference | null) ?? null}
          onChange={onChange}
          pipeline={props.pipeline}
          {...(onBlur ? { onBlur } : {})}
        />
      )
    case 'emails':
    case 'phones':
      return (
        <EntriesInput
          field={field}
          value={(value as LabelledValue[] | null) ?? []}
          onChange={onChange}
          error={error}
          withLabel={withLabel}
        />
      )
    case 'addresses':
      return (
        <AddressesInput
          field={field}
          value={(value as Address[] | null) ?? []}
          onChange={onChange}
          error={error}
          withLabel={withLabel}
        />
      )
    default:
      return (
        <TextInput
          {...shared}
          type={TEXT_TYPES[field.type]}
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...(field.max_length ? { maxLength: field.max_length } : {})}
        />
      )
  }
}
