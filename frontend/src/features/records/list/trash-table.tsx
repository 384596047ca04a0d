import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { removeCached } from '@/shared/api/cache'
import { useRight } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { purgeRecord, recordKeys, restoreRecord } from '@/shared/api/records'
import type { CrmRecord, ObjectType, Reference } from '@/shared/api/types'
import { shownTitle } from '@/shared/lib/record-value'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import classes from './list-page.module.css'

interface Props {
  object: ObjectType
  records: CrmRecord[]
  mergedInto: Record<string, Reference>
  hasMore: boolean
  onMore: () => void
}

/** What was deleted, the way back, and for those who may, the end. */
export function TrashTable({ object, records, mergedInto, hasMore, onMore }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const mayPurge = useRight('purge') && object.permissions.delete
  const [ending, setEnding] = useState<CrmRecord | null>(null)
  const restore = useMutation({
    mutationFn: (record: CrmRecord) => restoreRecord(object.name, record.id),
    onSuccess: (record) => {
      forgetFailure(`record ${record.id}`)
      removeCached(client, object.name, [record.id])
      notifications.show({ message: t`Restored: ${shownTitle(record, object)}` })
      client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
    },
    onError: (error, record) => tellFailure(`record ${record.id}`, t`Not restored`, error),
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
              <Table.Td>
                {shownTitle(record, object) || t`Untitled`}
                <MergedInto object={object} record={mergedInto[record.id]} />
              </Table.Td>
              <Table.Td ta="end">
                {mayPurge && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    me={6}
                    aria-label={t`Delete for ever: ${shownTitle(record, object) || t`Untitled`}`}
                    onClick={() => setEnding(record)}
                  >{t`Delete for ever`}</Button>
                )}
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
      {ending && <PurgeDialog object={object} record={ending} onClose={() => setEnding(null)} />}
    </div>
  )
}

/** Where a record went that is part of another one now. */
function MergedInto({ object, record }: { object: ObjectType; record: Reference | undefined }) {
  const { t } = useLingui()
  if (!record) return null
  const name = record.name || t`Untitled`
  return (
    <Text size="xs" c="dimmed">
      <Trans>
        Merged into{' '}
        <Link to="/$object/$id" params={{ object: object.name, id: record.id }} className={classes.mergedInto}>
          {name}
        </Link>
      </Trans>
    </Text>
  )
}

function PurgeDialog({ object, record, onClose }: { object: ObjectType; record: CrmRecord; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const title = shownTitle(record, object) || t`Untitled`
  const purge = useMutation({
    mutationFn: () => purgeRecord(object.name, record.id),
    onSuccess: () => {
      removeCached(client, object.name, [record.id])
      notifications.show({ message: t`Deleted for ever: ${title}` })
      client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={t`Delete “${title}” for ever?`}>
      <Text size="sm">{t`Nothing brings it back, not even Undo. Its entries in the audit trail stay.`}</Text>
      {isProblem(purge.error) && (
        <Text size="sm" c="red" role="alert" mt="sm">
          {purge.error.detail}
        </Text>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" data-autofocus onClick={onClose}>{t`Cancel`}</Button>
        <Button color="red" loading={purge.isPending} onClick={() => purge.mutate()}>{t`Delete for ever`}</Button>
      </Group>
    </Modal>
  )
}
