import { useLingui } from '@lingui/react/macro'
import { SegmentedControl, Select } from '@mantine/core'
import { DropPanel } from '@/shared/on-use/drop-panel'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { GroupButtonProps } from './group-button'
import { groupText, isGroupable, isPeriod, parseGroup, UNITS, type Unit } from './group-options'

export function GroupPanel({ object, group, onChange, ...drop }: GroupButtonProps & Dropped) {
  const { t } = useLingui()
  const chosen = parseGroup(group, object)
  const units: Record<Unit, string> = {
    day: t`Day`,
    week: t`Week`,
    month: t`Month`,
    quarter: t`Quarter`,
    year: t`Year`,
  }
  return (
    <DropPanel {...drop} label={t`Group`} position="bottom-start" width={340}>
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
    </DropPanel>
  )
}
