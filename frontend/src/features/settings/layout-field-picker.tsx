import { useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import type { Field } from '@/shared/api/types'

interface Props {
  /** The name of the section. */
  section: string
  fields: Field[]
  onPick: (field: string) => void
}

/** Adds to a section one of the fields that stand in none. */
export function LayoutFieldPicker({ section, fields, onPick }: Props) {
  const { t } = useLingui()
  return (
    <Select
      size="xs"
      placeholder={t`Add a field`}
      aria-label={t`Add a field to ${section}`}
      searchable
      value={null}
      data={fields.map((field) => ({ value: field.name, label: field.label }))}
      nothingFoundMessage={t`All fields are placed.`}
      onChange={(name) => name && onPick(name)}
    />
  )
}
