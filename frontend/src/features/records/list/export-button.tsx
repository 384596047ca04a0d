import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Popover, Stack, Text } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { exportAddress, type ListParams } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import type { Column } from './use-columns'

interface Props {
  object: ObjectType
  columns: Column[]
  params: ListParams
  /** How many rows, as the list tells it. */
  count: string
}

/** The list as a file: just these columns, this filter, this order. */
export function ExportButton({ object, columns, params, count }: Props) {
  const { t } = useLingui()
  const fields = columns.map(({ field }) => field.name).join(',')
  const labels = columns.map(({ field }) => field.label).join(', ')
  const formats = [
    { format: 'xlsx', label: t`Excel (XLSX)` },
    { format: 'csv', label: t`CSV` },
    { format: 'json', label: t`JSON` },
  ] as const
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={30} variant="subtle" color="gray" aria-label={t`Export`} title={t`Export`}>
          <IconDownload size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Export`}>
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
      </Popover.Dropdown>
    </Popover>
  )
}
