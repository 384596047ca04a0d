import { useLingui } from '@lingui/react/macro'
import { Group, NativeSelect, NumberInput, Select, Stack, Text } from '@mantine/core'
import { useMe } from '@/shared/api/me'
import type { Field, FieldValue } from '@/shared/api/types'
import { isMoney } from '@/shared/fields/change-text'
import { FieldInput } from '@/shared/fields/field-input'
import { problemOf } from '@/shared/fields/validate'
import type { Format } from '@/shared/lib/format'
import type { Rule } from './model'
import { ReferenceSet } from './reference-set'
import { SetValue } from './set-value'
import { countedPeriod, type PeriodUnit, useRelativePeriods } from './wording'

export interface RuleValueProps {
  rule: Rule
  field: Field
  format: Format
  onChange: (value: unknown) => void
}

const LISTS = new Set<Field['type']>(['longtext', 'emails', 'phones', 'addresses'])

/** The field as one single value is typed for it: no list editors, not required. */
const asInput = (field: Field): Field => ({
  ...field,
  required: false,
  help: '',
  type:
    LISTS.has(field.type) || field.type === 'email' || field.type === 'url' || field.type === 'phone'
      ? 'text'
      : field.type,
})

/** What is half typed is no value yet. */
const whole = (field: Field, value: FieldValue) => (problemOf(field, value) ? null : value)

function BetweenValue({ rule, field, format, onChange }: RuleValueProps) {
  const { t } = useLingui()
  const [from, to] = Array.isArray(rule.value) ? rule.value : [null, null]
  const input = asInput(field)
  return (
    <Group gap={6} wrap="nowrap">
      <FieldInput
        field={{ ...input, label: t`${field.label} from` }}
        withLabel={false}
        value={from as FieldValue}
        format={format}
        onChange={(next) => onChange([whole(input, next), to])}
      />
      <Text size="sm" c="dimmed">{t`and`}</Text>
      <FieldInput
        field={{ ...input, label: t`${field.label} to` }}
        withLabel={false}
        value={to as FieldValue}
        format={format}
        onChange={(next) => onChange([from, whole(input, next)])}
      />
    </Group>
  )
}

const COUNTED = 'counted'

/** A period by its name, or so many days, weeks, months or years back or ahead. */
function PeriodValue({
  rule,
  field,
  format,
  onChange,
  periods,
}: RuleValueProps & { periods: { value: string; label: string }[] }) {
  const { t } = useLingui()
  const { time_zone: zone } = useMe().tenant
  const value = String(rule.value ?? '')
  const counted = periods.some((one) => one.value === value) ? null : countedPeriod(value)
  const told = (change: Partial<NonNullable<typeof counted>>) => {
    const { side, count, unit } = { side: 'last', count: 14, unit: 'days', ...counted, ...change }
    onChange(`${side}_${count}_${unit}`)
  }
  return (
    <Stack gap={6}>
      <Select
        aria-label={t`Period of ${field.label}`}
        data={[...periods, { value: COUNTED, label: t`A number of days, weeks…` }]}
        value={counted ? COUNTED : value}
        onChange={(next) => (next === COUNTED ? told({}) : onChange(next))}
        allowDeselect={false}
        searchable
        comboboxProps={{ withinPortal: false }}
      />
      {counted && (
        <Group gap={6} wrap="nowrap">
          <NativeSelect
            aria-label={t`Back or ahead`}
            miw={92}
            data={[
              { value: 'last', label: t`last` },
              { value: 'next', label: t`next` },
            ]}
            value={counted.side}
            onChange={(event) => told({ side: event.currentTarget.value as 'last' | 'next' })}
          />
          <NumberInput
            aria-label={t`How many`}
            value={counted.count}
            min={1}
            max={9999}
            allowDecimal={false}
            w={80}
            hideControls
            onChange={(next) => typeof next === 'number' && next > 0 && told({ count: next })}
          />
          <NativeSelect
            aria-label={t`Unit`}
            miw={104}
            data={[
              { value: 'days', label: t`days` },
              { value: 'weeks', label: t`weeks` },
              { value: 'months', label: t`months` },
              { value: 'years', label: t`years` },
            ]}
            value={counted.unit}
            onChange={(event) => told({ unit: event.currentTarget.value as PeriodUnit })}
          />
        </Group>
      )}
      {zone !== format.timeZone && (
        <Text size="xs" c="dimmed">{t`By the company’s time zone, ${zone}, for everybody.`}</Text>
      )}
    </Stack>
  )
}

/** The input for a rule's value, by field type and operator. */
export function RuleValue(props: RuleValueProps) {
  const { rule, field, format, onChange } = props
  const { t } = useLingui()
  const periods = useRelativePeriods()
  const yesNo = [
    { value: 'true', label: t`Yes` },
    { value: 'false', label: t`No` },
  ]
  if (rule.op === 'empty' || field.type === 'boolean')
    return (
      <Select
        aria-label={t`Value of ${field.label}`}
        data={yesNo}
        value={String(rule.value ?? true)}
        onChange={(next) => onChange(next === 'true')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
    )
  if (rule.op === 'relative') return <PeriodValue {...props} periods={periods} />
  if (rule.op === 'in' || rule.op === 'nin' || rule.op === 'was') return <SetValue {...props} />
  if (rule.op === 'between') return <BetweenValue {...props} />
  if (field.type === 'reference')
    return (
      <ReferenceSet
        target={field.reference?.object ?? ''}
        label={field.label}
        values={rule.value ? [rule.value] : []}
        onChange={(next) => onChange(next.at(-1) ?? null)}
      />
    )
  const asked = field.type === 'multipicklist' ? { ...asInput(field), type: 'picklist' as const } : asInput(field)
  const input = (
    <FieldInput
      field={asked}
      withLabel={false}
      value={rule.value as FieldValue}
      format={format}
      onChange={(next) => onChange(whole(asked, next))}
    />
  )
  if (field.type !== 'money' || format.currencies.length === 0) return input
  const currency = isMoney(rule.value) ? rule.value.currency : format.currency
  return (
    <Stack gap={4}>
      {input}
      <Text size="xs" c="dimmed">{t`Only amounts in ${currency} are compared.`}</Text>
    </Stack>
  )
}
