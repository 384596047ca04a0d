import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCatalogue } from '@/shared/api/catalogue'
import { FieldView } from '@/shared/fields/field-view'
import { useFormat } from '@/shared/lib/format'
import { fieldByName, isBlank } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'
import classes from './offline-status.module.css'
import { again, decide, discard } from './start'

/** What was changed here and is not on the server: each with what was typed, why it waits and what one can do. */
export function WaitingDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const edits = useStore(waitingEdits)
  return (
    <Modal opened onClose={onClose} title={t`Changes that are not saved yet`} size="lg">
      {edits.length === 0 ? (
        <Text>{t`All changes saved`}</Text>
      ) : (
        <ul className={classes.list}>
          {edits.map((edit) => (
            <Waiting key={edit.seq} edit={edit} onClose={onClose} />
          ))}
        </ul>
      )}
    </Modal>
  )
}

function Waiting({ edit, onClose }: { edit: WaitingEdit; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const format = useFormat()
  const object = useCatalogue().find(({ name }) => name === edit.object)
  const title = edit.title || t`Untitled`
  const why =
    edit.state === 'waiting'
      ? t`It is sent when the connection is back.`
      : edit.state === 'conflict'
        ? t`Someone else changed this record`
        : edit.message || t`Not saved.`
  return (
    <li className={classes.item}>
      <p className={classes.title}>{title}</p>
      <dl className={classes.values}>
        {Object.entries(edit.values).map(([name, value]) => {
          const field = fieldByName(object?.fields ?? [], name)
          return (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{field?.label ?? name}</dt>
              <dd>
                {isBlank(value) || !field ? (
                  t`Empty`
                ) : (
                  <FieldView field={field} value={value} format={format} compact />
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      <Text size="sm" c={edit.state === 'waiting' ? 'dimmed' : 'red'} mb="xs">
        {why}
      </Text>
      <Group gap="xs">
        {edit.state === 'conflict' && (
          <Button
            size="compact-sm"
            onClick={() => {
              onClose()
              void decide(client, edit)
            }}
          >{t`Choose`}</Button>
        )}
        {edit.state === 'refused' && (
          <Button size="compact-sm" onClick={() => void again(client, edit)}>{t`Try again`}</Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t`Discard the change of ${title}`}
          onClick={() => void discard(client, edit)}
        >{t`Discard`}</Button>
      </Group>
    </li>
  )
}
