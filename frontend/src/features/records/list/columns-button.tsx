import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, Group, Popover, TextInput } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
import IconPin from '@tabler/icons-react/dist/esm/icons/IconPin.mjs'
import { useState } from 'react'
import type { Field, ObjectType } from '@/shared/api/types'
import { TECHNICAL } from '@/shared/lib/record-value'
import classes from './columns-button.module.css'
import type { Column } from './use-columns'

interface Props {
  object: ObjectType
  columns: Column[]
  onChoose: (names: string[]) => void
  onPin: (name: string, pinned: boolean) => void
  onReset: () => void
}

function moved(names: string[], index: number, by: number) {
  const next = [...names]
  const [name] = next.splice(index, 1)
  if (name !== undefined) next.splice(index + by, 0, name)
  return next
}

/** Which fields the list shows, and in which order. */
export function ColumnsButton({ object, columns, onChoose, onPin, onReset }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const names = columns.map((column) => column.field.name)
  const others = object.fields.filter((field) => !names.includes(field.name) && !TECHNICAL.has(field.name))
  const found = (field: Field) => field.label.toLocaleLowerCase().includes(text.toLocaleLowerCase())
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconColumns3 size={15} stroke={1.8} aria-hidden />}
        >{t`Columns`}</Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Columns`}>
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
              <Checkbox
                size="xs"
                label={field.label}
                checked={false}
                onChange={() => onChoose([...names, field.name])}
              />
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
      </Popover.Dropdown>
    </Popover>
  )
}
