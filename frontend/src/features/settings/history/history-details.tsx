import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Format } from '@/shared/lib/format'
import { Loaded } from '../loaded'
import classes from './history.module.css'
import { type HistoryDetail, type HistoryEntry, historyDetailQuery } from './history-api'
import { useHistoryWords } from './use-history-words'

interface Props {
  entry: HistoryEntry
  format: Format
  busy: boolean
  onUndo: (skip: boolean) => void
  onClose: () => void
}

/** Which records an action touched, and what stands in the way of taking it back. */
export function HistoryDetails({ entry, format, busy, onUndo, onClose }: Props) {
  const label = useHistoryWords()(entry)
  const query = useQuery(historyDetailQuery(entry.id))
  return (
    <Modal opened onClose={onClose} title={label} size="lg">
      <Loaded query={query}>
        {(detail) => <Content detail={detail} format={format} busy={busy} onUndo={onUndo} onClose={onClose} />}
      </Loaded>
    </Modal>
  )
}

function Content({ detail, format, busy, onUndo, onClose }: Omit<Props, 'entry'> & { detail: HistoryDetail }) {
  const { t } = useLingui()
  const blocked = detail.conflict_count ?? 0
  const rest = detail.count - blocked
  const mayUndo = detail.mine && !detail.undone_at
  return (
    <>
      {blocked > 0 && <Conflicts detail={detail} format={format} />}
      <Text size="sm" fw={600}>{t`Records`}</Text>
      <ul className={classes.list}>
        {detail.records.map((one) => (
          <li key={one.id}>
            {one.name ? (
              <Link to="/$object/$id" params={{ object: detail.object, id: one.id }}>
                {one.name}
              </Link>
            ) : (
              <span>{t`A record that you may not see`}</span>
            )}
          </li>
        ))}
        {detail.count > detail.records.length && (
          <li>
            <span>{t`and ${format.number(detail.count - detail.records.length)} more`}</span>
          </li>
        )}
      </ul>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t`Close`}</Button>
        {mayUndo && blocked === 0 && <Button loading={busy} onClick={() => onUndo(false)}>{t`Undo`}</Button>}
        {mayUndo && blocked > 0 && rest > 0 && (
          <Button loading={busy} onClick={() => onUndo(true)}>{t`Undo the other ${format.number(rest)}`}</Button>
        )}
      </Group>
    </>
  )
}

function Conflicts({ detail, format }: { detail: HistoryDetail; format: Format }) {
  const { t } = useLingui()
  const reasons = {
    changed: t`changed since`,
    deleted: t`deleted since`,
    restored: t`restored since`,
    merged: t`merged into another record since; take that back first`,
    gone: t`no longer there`,
    added: t`added since`,
  }
  return (
    <>
      <Text size="sm" fw={600}>{t`In the way`}</Text>
      <Text size="sm" c="dimmed">
        {t`These are newer. Undoing would overwrite or orphan them, so they stay as they are.`}
      </Text>
      <ul className={classes.list}>
        {detail.conflicts.map((one) => (
          <li key={one.id}>
            {one.name ? `${one.object_label} “${one.name}”` : t`A record that you may not see`}: {reasons[one.reason]}
            {one.fields.length > 0 && ` (${one.fields.join(', ')})`}
            <span>
              {one.changed_by?.name && ` · ${one.changed_by.name}`}
              {one.changed_at && ` · ${format.dateTime(one.changed_at)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
