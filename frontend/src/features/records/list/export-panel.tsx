import { useLingui } from '@lingui/react/macro'
import { Button, Stack, Text } from '@mantine/core'
import { exportAddress } from '@/shared/api/records'
import { DropPanel } from '@/shared/on-use/drop-panel'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { ExportButtonProps } from './export-button'

export function ExportPanel({ object, columns, params, count, ...drop }: ExportButtonProps & Dropped) {
  const { t } = useLingui()
  const fields = columns.map(({ field }) => field.name).join(',')
  const labels = columns.map(({ field }) => field.label).join(', ')
  const formats = [
    { format: 'xlsx', label: t`Excel (XLSX)` },
    { format: 'csv', label: t`CSV` },
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
      <Stack gap={6}>
        {formats.map(({ format, label }) => (
          <Button
            key={format}
            component="a"
            href={exportAddress(object.name, format, { ...params, fields })}
            download
            variant="default"
            size="xs"
            justify="flex-start"
          >
            {label}
          </Button>
        ))}
      </Stack>
    </DropPanel>
  )
}
