import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCatalogue } from '@/shared/api/catalogue'
import { FieldView } from '@/shared/fields/field-view'
import { createRequest } from '@/shared/lib/create-request'
import { useFormat } from '@/shared/lib/format'
import { fieldByName, isBlank } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { type WaitingEdit, waitingEdits } from '@/shared/offline/waiting'
import classes from './offline-status.module.css'
import { again, decide, discard, settle } from './replaying'

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

/** Why it is not on the server. */
function useReason({ state, reason, alike, message }: WaitingEdit) {
  const { t } = useLingui()
  if (state === 'waiting') return t`It is sent when the connection is back.`
  if (state === 'conflict') return t`Someone else changed this record`
  if (reason === 'changed')
    return t`Someone else changed this record after you saw it: look at it before you delete it.`
  if (reason === 'unsure')
    return t`It was sent more than a day ago without an answer: look whether it was made before you send it again.`
  const names = (alike ?? []).filter(Boolean).join(', ')
  if (reason === 'alike') return t`There is something like it already: ${names}`
  return message || t`Not saved.`
}

function Waiting({ edit, onClose }: { edit: WaitingEdit; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const format = useFormat()
  const object = useCatalogue().find(({ name }) => name === edit.object)
  const title = edit.title || t`Untitled`
  const why = useReason(edit)
  const isNew = edit.kind === 'create'
  const label = object?.label ?? ''
  const what = () => {
    if (isNew) return t`New: ${label}, ${title}`
    if (edit.kind === 'delete') return t`Delete: ${label}, ${title}`
    return edit.place ? t`New place in its column: ${title}` : title
  }
  const correct = () => {
    if (edit.seq === undefined) return
    onClose()
    createRequest.set({
      object: edit.object,
      values: edit.values,
      waiting: { record: edit.record, seq: edit.seq },
      onCreated: (record) => void settle(client, edit, record),
    })
  }
  return (
    <li className={classes.item}>
      <p className={classes.title}>{what()}</p>
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
                  <FieldView field={field} value={value} format={format} compared />
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
        {edit.state === 'refused' && isNew && <Button size="compact-sm" onClick={correct}>{t`Correct`}</Button>}
        {edit.state === 'refused' && (
          <Button size="compact-sm" variant={isNew ? 'default' : 'filled'} onClick={() => void again(client, edit)}>
            {edit.reason === 'changed' ? t`Delete anyway` : edit.reason ? t`Create anyway` : t`Try again`}
          </Button>
        )}
        {edit.state === 'refused' && !isNew && (
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to="/$object/$id"
            params={{ object: edit.object, id: edit.record } as never}
            onClick={onClose}
          >{t`Open`}</Button>
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
