import { useLingui } from '@lingui/react/macro'
import { Button, Table } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { removeCached } from '@/shared/api/cache'
import { isProblem } from '@/shared/api/problem'
import { recordKeys, restoreRecord } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { titleOf } from '@/shared/lib/record-value'
import classes from './list-page.module.css'

interface Props {
  object: ObjectType
  records: CrmRecord[]
  hasMore: boolean
  onMore: () => void
}

/** What was deleted, and the way back. */
export function TrashTable({ object, records, hasMore, onMore }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const restore = useMutation({
    mutationFn: (record: CrmRecord) => restoreRecord(object.name, record.id),
    onSuccess: (record) => {
      removeCached(client, object.name, [record.id])
      notifications.show({ message: t`Restored: ${titleOf(record, object.title_field)}` })
      client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
    },
    onError: (error) =>
      notifications.show({ color: 'red', title: t`Not restored`, message: isProblem(error) ? error.detail : '' }),
  })
  return (
    <div className={classes.trash}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{object.label}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{t`Actions`}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((record) => (
            <Table.Tr key={record.id}>
              <Table.Td>{titleOf(record, object.title_field) || t`Untitled`}</Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={restore.isPending && restore.variables.id === record.id}
                  onClick={() => restore.mutate(record)}
                >{t`Restore`}</Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {hasMore && <Button variant="subtle" m="md" onClick={onMore}>{t`Load more`}</Button>}
    </div>
  )
}
