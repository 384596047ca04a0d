import { useLingui } from '@lingui/react/macro'
import { Select, type SelectProps } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { LongChoice } from '@/shared/i18n/long-choices'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  value: string
  choice: LongChoice
  /** What stands before them all. */
  first?: { value: string; label: string }[]
  onChange: (value: string) => void
}

/** One of hundreds: they are named, sorted and put into the page only once somebody comes to the field. */
export function LongSelect({ value, choice, first = [], onChange, ...rest }: Props) {
  const { t, i18n } = useLingui()
  const [near, setNear] = useState(false)
  const choices = useMemo(() => {
    const all = near ? choice.all(i18n.locale) : []
    const isKnown = !value || all.some((one) => one.value === value)
    return isKnown ? all : [choice.one(value, i18n.locale), ...all]
  }, [near, choice, value, i18n.locale])
  return (
    <Select
      data={[...first, ...choices]}
      value={value}
      searchable
      limit={300}
      allowDeselect={false}
      nothingFoundMessage={t`Nothing found.`}
      onFocus={() => setNear(true)}
      onChange={(next) => next !== null && onChange(next)}
      {...rest}
    />
  )
}
