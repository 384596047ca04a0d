import { useLingui } from '@lingui/react/macro'
import { MultiSelect, TagsInput } from '@mantine/core'
import { useState } from 'react'
import type { Field } from '@/shared/api/types'
import { changeText } from '@/shared/fields/change-text'
import { parseDay } from '@/shared/fields/parse-day'
import type { Format } from '@/shared/lib/format'
import { parseMoney, parseNumber } from '@/shared/lib/money'
import { ReferenceSet } from './reference-set'
import type { RuleValueProps } from './rule-value'

/** How the values of a type are read as people write them; other types take the text as it is. */
const READ: Partial<Record<Field['type'], (text: string, format: Format) => unknown>> = {
  integer: (text, { locale }) => parseNumber(text, locale),
  number: (text, { locale }) => parseNumber(text, locale),
  money: (text, { locale, currency }) => parseMoney(text, currency, locale),
  date: (text, { locale }) => parseDay(text, locale),
}

/** Several values of a field: chosen where there is something to choose from, otherwise typed one after the other. */
export function SetValue(props: RuleValueProps) {
  const { rule, field, onChange } = props
  const { t } = useLingui()
  const values = Array.isArray(rule.value) ? rule.value : []
  if (field.type === 'reference')
    return (
      <ReferenceSet target={field.reference?.object ?? ''} label={field.label} values={values} onChange={onChange} />
    )
  if (field.choices)
    return (
      <MultiSelect
        aria-label={t`Values of ${field.label}`}
        data={field.choices.map(({ value, label }) => ({ value, label }))}
        value={values.map(String)}
        onChange={onChange}
        searchable
        placeholder={values.length ? undefined : t`Choose…`}
        comboboxProps={{ withinPortal: false }}
      />
    )
  return <TypedValues {...props} values={values} />
}

function TypedValues({ field, format, onChange, values }: RuleValueProps & { values: unknown[] }) {
  const { t } = useLingui()
  const [wrong, setWrong] = useState<string | null>(null)
  const read = READ[field.type]
  const textOf = (value: unknown) => changeText(value, field, format)
  const held = new Map(values.map((value) => [textOf(value), value]))
  const reading = (text: string) => (held.has(text) ? held.get(text) : read ? read(text, format) : text)
  const change = (texts: string[]) => {
    setWrong(texts.find((text) => reading(text) === null) ?? null)
    const found = texts.map(reading).filter((value) => value !== null)
    onChange([...new Map(found.map((value) => [textOf(value), value])).values()])
  }
  return (
    <TagsInput
      aria-label={t`Values of ${field.label}`}
      placeholder={t`Type a value, then Enter`}
      // A comma is part of a number.
      splitChars={read ? [';'] : [',']}
      value={values.map(textOf)}
      error={wrong !== null && t`“${wrong}” does not fit ${field.label}.`}
      onChange={change}
    />
  )
}
