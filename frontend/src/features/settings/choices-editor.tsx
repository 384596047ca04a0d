import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Input, TextInput } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useQuery } from '@tanstack/react-query'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { get } from '@/shared/api/http'
import { type Line, newLine, pasted, twice } from './choices-model'
import classes from './fields.module.css'

interface Props {
  /** Where its values stand, once the field is stored. */
  field: { object: string; name: string; several: boolean } | null
  lines: Line[]
  error: string | undefined
  onChange: (lines: Line[]) => void
}

/** The choices of a pick list, in their order: renamed, moved, added, taken away. */
export function ChoicesEditor({ field, lines, error, onChange }: Props) {
  const { t } = useLingui()
  const [removed, setRemoved] = useState<Line[]>([])
  const [focused, setFocused] = useState<{ key: string | undefined } | null>(null)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const inputs = list.current?.querySelectorAll('input') ?? []
    if (focused) [...inputs].find((input) => input.dataset.key === focused.key)?.focus()
  }, [focused])
  const doubled = twice(lines)
  const insert = (at: number, added: Line[]) => {
    onChange(lines.toSpliced(at, 0, ...added))
    setFocused({ key: added.at(-1)?.key })
  }
  const change = (line: Line, label: string) =>
    onChange(lines.map((one) => (one.key === line.key ? { ...one, label } : one)))
  const move = (from: number, to: number) => {
    const line = lines[from]
    if (line && to >= 0 && to < lines.length) onChange(lines.toSpliced(from, 1).toSpliced(to, 0, line))
  }
  const remove = (line: Line, at: number) => {
    onChange(lines.filter((one) => one.key !== line.key))
    setFocused({ key: (lines[at + 1] ?? lines[at - 1])?.key })
    if (line.value !== null) setRemoved([...removed, line])
  }
  const paste = (event: ClipboardEvent, line: Line, at: number) => {
    const words = pasted(event.clipboardData.getData('text'))
    if (words.length < 2) return
    event.preventDefault()
    const added = words.map(newLine)
    onChange(lines.toSpliced(at, line.label.trim() ? 0 : 1, ...added))
    setFocused({ key: added.at(-1)?.key })
  }
  const press = (event: KeyboardEvent, at: number) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      insert(at + 1, [newLine()])
    }
  }
  return (
    <Input.Wrapper
      label={t`Choices`}
      labelElement="div"
      error={doubled === null ? error : t`“${doubled}” stands there twice.`}
    >
      <ul ref={list} className={classes.choices} aria-label={t`Choices`}>
        {lines.map((line, at) => {
          const name = line.label || t`Choice ${at + 1}`
          return (
            <li key={line.key}>
              <TextInput
                aria-label={t`Choice ${at + 1}`}
                value={line.label}
                maxLength={100}
                data-key={line.key}
                onChange={(event) => change(line, event.currentTarget.value)}
                onKeyDown={(event) => press(event, at)}
                onPaste={(event) => paste(event, line, at)}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === 0}
                aria-label={t`Move ${name} up`}
                onClick={() => move(at, at - 1)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === lines.length - 1}
                aria-label={t`Move ${name} down`}
                onClick={() => move(at, at + 1)}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="subtle" color="gray" aria-label={t`Remove ${name}`} onClick={() => remove(line, at)}>
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </li>
          )
        })}
      </ul>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => insert(lines.length, [newLine()])}
      >{t`Add a choice`}</Button>
      {field &&
        removed.map((line) => (
          <Removed
            key={line.key}
            field={field}
            line={line}
            onBack={() => {
              setRemoved(removed.filter((one) => one.key !== line.key))
              onChange([...lines, line])
            }}
          />
        ))}
    </Input.Wrapper>
  )
}

interface RemovedProps {
  field: { object: string; name: string; several: boolean }
  line: Line
  onBack: () => void
}

/** Says how many records hold what is about to go. */
function Removed({ field, line, onBack }: RemovedProps) {
  const { t } = useLingui()
  const rule = { field: `custom.${field.name}`, op: field.several ? 'contains' : 'eq', value: line.value }
  const query = useQuery({
    queryKey: ['settings', 'choice', field.object, field.name, line.value],
    queryFn: ({ signal }) =>
      get<{ count: number }>(`/${field.object}/`, { filter: JSON.stringify(rule), limit: 1, fields: 'id' }, signal),
    retry: false,
  })
  const count = query.data?.count ?? 0
  const name = line.label
  return (
    <p className={classes.removed} role="status">
      {count > 0
        ? plural(count, {
            one: `# record has “${name}”. It keeps it, but nobody can choose it any more. To call it otherwise, rename it.`,
            other: `# records have “${name}”. They keep it, but nobody can choose it any more. To call it otherwise, rename it.`,
          })
        : t`“${name}” is taken away.`}{' '}
      <Button variant="subtle" size="compact-xs" onClick={onBack}>{t`Keep ${name}`}</Button>
    </p>
  )
}
