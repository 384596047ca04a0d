import { useLingui } from '@lingui/react/macro'
import { Button, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import { exportAddress } from '@/shared/api/records'
import { spreadsheetMarks } from '@/shared/lib/spreadsheet-marks'
import { DropPanel } from '@/shared/on-use/drop-panel'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { ExportButtonProps } from './export-button'

export function ExportPanel({ object, columns, params, count, ...drop }: ExportButtonProps & Dropped) {
  const { t } = useLingui()
  const [withIds, setWithIds] = useState(false)
  const shown = columns.map(({ field }) => field.name)
  const fields = (withIds ? ['id', ...shown] : shown).join(',')
  const labels = columns.map(({ field }) => field.label).join(', ')
  const marks = spreadsheetMarks(useMe().user.locale)
  const told = {
    ',.': t`Commas between columns, decimal points`,
    ';,': t`Semicolons between columns, decimal commas`,
    ';.': t`Semicolons between columns, decimal points`,
  }
  const files = [
    { format: 'xlsx', label: t`Excel (XLSX)` },
    { format: 'csv', marks, label: t`CSV for Excel`, hint: told[marks] },
    { format: 'csv', label: t`CSV for programs`, hint: t`UTF-8, commas, decimal points` },
    { format: 'json', label: t`JSON` },
  ] as const
  return (
    <DropPanel {...drop} label={t`Export`} position="bottom-end" width={300}>
      <Text size="sm" fw={600}>{t`Export ${count} ${object.label_plural}`}</Text>
      <Text size="sm" c="dimmed" mb="sm">
        {params.filter || params.search
          ? t`What this list shows: its filter, its order and these columns: ${labels}.`
          : t`All rows, in this order, with these columns: ${labels}.`}
      </Text>
      <Switch
        size="xs"
        mb="sm"
        label={t`With the id of each record`}
        description={t`The import then finds the record of every row, whatever you change in the file.`}
        checked={withIds}
        onChange={(event) => setWithIds(event.currentTarget.checked)}
      />
      <Stack gap={6}>
        {files.map(({ format, label, ...file }) => (
          <Button
            key={label}
            component="a"
            href={exportAddress(object.name, format, { ...params, fields }, 'marks' in file ? file.marks : undefined)}
            download
            variant="default"
            size="xs"
            h="auto"
            py={6}
            justify="flex-start"
            ta="start"
            styles={{ label: { whiteSpace: 'normal' } }}
          >
            <span>
              {label}
              {'hint' in file && (
                <Text component="span" display="block" size="xs" fw={400} c="dimmed">
                  {file.hint}
                </Text>
              )}
            </span>
          </Button>
        ))}
      </Stack>
    </DropPanel>
  )
}
