import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Radio, Text } from '@mantine/core'
import { useState } from 'react'
import type { FieldValue } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import { useFormat } from '@/shared/lib/format'
import { fieldByName, fieldValue, isBlank, isReference, sameValue } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { type EditConflict, editConflict, useSave } from '../use-save'
import classes from './conflict-dialog.module.css'

/** Stands over the screen while a refused save waits for a decision. */
export function ConflictDialog() {
  const conflict = useStore(editConflict)
  return conflict && <Conflict key={conflict.current.version} conflict={conflict} />
}

function Conflict({ conflict: { object, mine, current } }: { conflict: EditConflict }) {
  const { t } = useLingui()
  const format = useFormat()
  const save = useSave(object)
  const names = Object.keys(mine).filter((name) => !sameValue(mine[name], fieldValue(current, name)))
  const [choice, setChoice] = useState<Record<string, 'mine' | 'theirs'>>(
    Object.fromEntries(names.map((name) => [name, 'mine'])),
  )
  const by = isReference(current.updated_by) ? current.updated_by.name : null
  const close = () => editConflict.set(null)
  const apply = async () => {
    close()
    const kept: Record<string, FieldValue> = {}
    for (const name of names) if (choice[name] === 'mine') kept[name] = mine[name] ?? null
    if (Object.keys(kept).length > 0) await save(current, kept)
  }
  return (
    <Modal opened onClose={close} title={t`Someone else changed this record`} size="lg">
      <Text size="sm" c="dimmed" mb="md">
        {by
          ? t`${by} saved a change while you were editing. Choose which value each field keeps.`
          : t`Another change was saved while you were editing. Choose which value each field keeps.`}
      </Text>
      {names.map((name) => {
        const field = fieldByName(object.fields, name)
        if (!field) return null
        const shown = (value: FieldValue | undefined) =>
          isBlank(value) ? t`Empty` : <FieldView field={field} value={value} format={format} compact />
        return (
          <Radio.Group
            key={name}
            label={field.label}
            value={choice[name] ?? 'mine'}
            onChange={(next) => setChoice((old) => ({ ...old, [name]: next as 'mine' | 'theirs' }))}
            mb="md"
          >
            <div className={classes.options}>
              <Radio.Card value="mine" className={classes.option}>
                <span className={classes.whose}>{t`Yours`}</span>
                {shown(mine[name])}
              </Radio.Card>
              <Radio.Card value="theirs" className={classes.option}>
                <span className={classes.whose}>{t`Theirs`}</span>
                {shown(fieldValue(current, name))}
              </Radio.Card>
            </div>
          </Radio.Group>
        )
      })}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>{t`Discard my change`}</Button>
        <Button onClick={apply}>{t`Save the choice`}</Button>
      </Group>
    </Modal>
  )
}
