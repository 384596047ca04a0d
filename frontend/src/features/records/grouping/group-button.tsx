import { useLingui } from '@lingui/react/macro'
import { Button, Popover, SegmentedControl, Select } from '@mantine/core'
import IconStack2 from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import { useState } from 'react'
import type { ObjectType } from '@/shared/api/types'
import { groupText, isGroupable, isPeriod, parseGroup, UNITS, type Unit } from './group-options'

interface Props {
  object: ObjectType
  group: string | undefined
  onChange: (group: string | undefined) => void
}

/** Which field the list is grouped by, and dates by which period. */
export function GroupButton({ object, group, onChange }: Props) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const chosen = parseGroup(group, object)
  const units: Record<Unit, string> = {
    day: t`Day`,
    week: t`Week`,
    month: t`Month`,
    quarter: t`Quarter`,
    year: t`Year`,
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={chosen ? 'light' : 'default'}
          size="compact-md"
          leftSection={<IconStack2 size={15} stroke={1.8} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {chosen ? t`Grouped by ${chosen.field.label}` : t`Group`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Group`}>
        <Select
          label={t`Group by`}
          data={object.fields.filter(isGroupable).map(({ name, label }) => ({ value: name, label }))}
          value={chosen?.field.name ?? null}
          onChange={(name) => {
            const field = object.fields.find((one) => one.name === name)
            onChange(field ? groupText(field) : undefined)
          }}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t`Do not group` }}
          placeholder={t`Choose a field…`}
          nothingFoundMessage={t`Nothing found.`}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
        {chosen && isPeriod(chosen.field) && (
          <SegmentedControl
            mt="sm"
            size="xs"
            fullWidth
            aria-label={t`Period`}
            value={chosen.unit}
            onChange={(unit) => onChange(groupText(chosen.field, unit as Unit))}
            data={UNITS.map((unit) => ({ value: unit, label: units[unit] }))}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
