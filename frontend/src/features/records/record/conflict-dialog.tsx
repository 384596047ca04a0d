import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Radio, Text } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '@/shared/api/me'
import type { FieldValue } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import { useFormat } from '@/shared/lib/format'
import { fieldByName, fieldValue, isBlank, isReference } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { type EditConflict, editConflict, othersChanges } from '../edit-conflict'
import classes from './conflict-dialog.module.css'

type Choice = Record<string, 'mine' | 'theirs'>

/** Stands over the screen while a refused save waits for a decision. */
export function ConflictDialog() {
  const conflict = useStore(editConflict)
  return conflict && <Conflict key={conflict.current.version} conflict={conflict} />
}

function Conflict({ conflict }: { conflict: EditConflict }) {
  const { t } = useLingui()
  const format = useFormat()
  const { object, mine, current, contested, decide } = conflict
  const all = (whose: 'mine' | 'theirs') => Object.fromEntries(contested.map((name) => [name, whose])) as Choice
  const [choice, setChoice] = useState<Choice>(() => all('mine'))
  const me = useMe().user.id
  // Whoever changed it last may be oneself, with another change that waited.
  const last = isReference(current.updated_by) && current.updated_by.id !== me ? current.updated_by : null
  const by = last?.name
  const others = othersChanges(conflict)
    .map((field) => field.label)
    .join(', ')
  const apply = () =>
    decide(Object.fromEntries(Object.entries(mine).filter(([name]) => (choice[name] ?? 'mine') === 'mine')))
  return (
    <Modal opened onClose={() => decide(null)} title={t`Someone else changed this record`} size="lg">
      <Text size="sm" c="dimmed" mb="md">
        {by
          ? t`${by} saved a change while you were editing. Choose which value each field keeps.`
          : t`Another change was saved while you were editing. Choose which value each field keeps.`}
      </Text>
      {contested.map((name) => {
        const field = fieldByName(object.fields, name)
        if (!field) return null
        const shown = (value: FieldValue | undefined) =>
          isBlank(value) ? t`Empty` : <FieldView field={field} value={value} format={format} compared />
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
      {contested.length > 1 && (
        <Group gap="xs" mb="md">
          <Button size="compact-sm" variant="default" onClick={() => setChoice(all('mine'))}>{t`All yours`}</Button>
          <Button size="compact-sm" variant="default" onClick={() => setChoice(all('theirs'))}>{t`All theirs`}</Button>
        </Group>
      )}
      {others && (
        <Text size="sm" c="dimmed" mb="md">
          {t`Also changed by them, and kept: ${others}`}
        </Text>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => decide(null)}>{t`Back to my edit`}</Button>
        <Button onClick={apply}>{t`Save the choice`}</Button>
      </Group>
    </Modal>
  )
}
