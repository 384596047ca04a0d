import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, Group, TextInput } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconPin from '@tabler/icons-react/dist/esm/icons/IconPin.mjs'
import { useState } from 'react'
import type { Field } from '@/shared/api/types'
import { TECHNICAL } from '@/shared/lib/record-value'
import { DropPanel } from '@/shared/on-use/drop-panel'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { ColumnsButtonProps } from './columns-button'
import classes from './columns-panel.module.css'

function moved(names: string[], index: number, by: number) {
  const next = [...names]
  const [name] = next.splice(index, 1)
  if (name !== undefined) next.splice(index + by, 0, name)
  return next
}

export function ColumnsPanel({ object, columns, onChoose, onPin, onReset, ...drop }: ColumnsButtonProps & Dropped) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const names = columns.map((column) => column.field.name)
  const others = object.fields.filter((field) => !names.includes(field.name) && !TECHNICAL.has(field.name))
  const found = (field: Field) => field.label.toLocaleLowerCase().includes(text.toLocaleLowerCase())
  return (
    <DropPanel {...drop} label={t`Columns`} position="bottom-end" width={300}>
      <TextInput
        size="xs"
        aria-label={t`Find a field`}
        placeholder={t`Find a field`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        mb={8}
      />
      <div className={classes.list}>
        {columns.map(
          ({ field, pinned }, index) =>
            found(field) && (
              <div key={field.name} className={classes.row}>
                <Checkbox
                  size="xs"
                  label={field.label}
                  checked
                  disabled={field.name === object.title_field}
                  onChange={() => onChoose(names.filter((name) => name !== field.name))}
                />
                <Group gap={0} wrap="nowrap">
                  <ActionIcon
                    variant={pinned ? 'light' : 'subtle'}
                    color={pinned ? 'indigo' : 'gray'}
                    size={24}
                    aria-label={t`Pin ${field.label} to the left`}
                    aria-pressed={pinned}
                    onClick={() => onPin(field.name, !pinned)}
                  >
                    <IconPin size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={t`Move ${field.label} to the left`}
                    disabled={index === 0}
                    onClick={() => onChoose(moved(names, index, -1))}
                  >
                    <IconArrowUp size={14} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={t`Move ${field.label} to the right`}
                    disabled={index === names.length - 1}
                    onClick={() => onChoose(moved(names, index, 1))}
                  >
                    <IconArrowDown size={14} aria-hidden />
                  </ActionIcon>
                </Group>
              </div>
            ),
        )}
        {others.filter(found).map((field) => (
          <div key={field.name} className={classes.row}>
            <Checkbox size="xs" label={field.label} checked={false} onChange={() => onChoose([...names, field.name])} />
          </div>
        ))}
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        mt={8}
        onClick={onReset}
      >{t`Back to the standard`}</Button>
    </DropPanel>
  )
}
