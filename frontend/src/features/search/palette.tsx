import { useLingui } from '@lingui/react/macro'
import { Combobox, Loader, Modal, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react'
import { useDebounced } from '@/shared/lib/use-debounced'
import { KeyCaps } from '@/shared/ui/key-caps'
import { useProblemWording } from '@/shared/ui/problem-message'
import classes from './palette.module.css'
import { type SearchGroup, searchQuery } from './search-query'

export interface Command {
  id: string
  label: string
  group: string
  icon: ReactNode
  keys?: string
  run: () => void
}

interface Props {
  commands: Command[]
  iconOf: (object: string) => ReactNode
  onOpenRecord: (object: string, id: string) => void
  onClose: () => void
}

const matches = (label: string, text: string) => {
  const plain = label.toLocaleLowerCase()
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => plain.includes(word))
}

function grouped(commands: Command[]) {
  const groups = new Map<string, Command[]>()
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  return [...groups]
}

const SEEN_FIRST = 12

/** Records, places and actions behind one field. */
export function Palette({ commands, iconOf, onOpenRecord, onClose }: Props) {
  const { t } = useLingui()
  const wordingOf = useProblemWording()
  const [text, setText] = useState('')
  const typed = text.trim()
  const settled = useDebounced(typed, 150)
  const combobox = useCombobox({ opened: true, loop: false })
  const search = useQuery(searchQuery(settled))
  const found = typed.length > 1 ? (search.data ?? []).filter((group) => group.results.length > 0) : []
  const shown = commands.filter((command) => matches(command.label, typed))
  // The key that opens it is answered with what is seen first; the rest follows right after.
  const isWhole = useDeferredValue(true, false)
  const drawn = isWhole ? shown : shown.slice(0, SEEN_FIRST)
  const waiting = typed.length > 1 && (search.isFetching || settled !== typed)

  const signature = `${typed} ${found.map((g) => g.results.map((r) => r.id)).join()} ${shown.length}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first option is chosen whenever the options change
  useEffect(() => {
    const frame = requestAnimationFrame(() => combobox.selectFirstOption())
    return () => cancelAnimationFrame(frame)
  }, [signature])

  const submit = (value: string) => {
    onClose()
    const command = commands.find((candidate) => candidate.id === value)
    if (command) return command.run()
    const [object = '', id = ''] = value.split('/')
    onOpenRecord(object, id)
  }

  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="12vh" centered={false}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={t`Search and commands`} radius="lg">
        <Combobox store={combobox} onOptionSubmit={submit} withinPortal={false}>
          <div className={classes.field}>
            <Combobox.EventsTarget withExpandedAttribute>
              <input
                className={classes.input}
                aria-label={t`Command palette`}
                placeholder={t`Search records, or type a command…`}
                value={text}
                data-autofocus
                autoComplete="off"
                onChange={(event) => setText(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape') return
                  // The modal leaves Escape to an open dropdown, and this one is always open.
                  event.preventDefault()
                  onClose()
                }}
              />
            </Combobox.EventsTarget>
            {waiting ? <Loader size={16} aria-hidden /> : <KeyCaps keys="Escape" />}
          </div>
          <div className={classes.body}>
            <Combobox.Options aria-label={t`Results`} className={classes.options}>
              {found.map((group) => (
                <RecordGroup key={group.object} group={group} icon={iconOf(group.object)} />
              ))}
              {grouped(drawn).map(([name, list]) => (
                <CommandGroup key={name} name={name} commands={list} />
              ))}
            </Combobox.Options>
            {found.length + shown.length === 0 && !waiting && (
              <p className={classes.none} role="status">
                {search.isError ? wordingOf(search.error).title : t`Nothing found for “${typed}”.`}
              </p>
            )}
          </div>
        </Combobox>
      </Modal.Content>
    </Modal.Root>
  )
}

function RecordGroup({ group, icon }: { group: SearchGroup; icon: ReactNode }) {
  return (
    <Combobox.Group label={group.label}>
      {group.results.map((result) => (
        <Combobox.Option key={result.id} value={`${group.object}/${result.id}`} className={classes.option}>
          <span className={classes.icon}>{icon}</span>
          <span className="truncate">{result.name}</span>
          {result.detail && <span className={`${classes.detail} truncate`}>{result.detail}</span>}
        </Combobox.Option>
      ))}
    </Combobox.Group>
  )
}

function CommandGroup({ name, commands }: { name: string; commands: Command[] }) {
  return (
    <Combobox.Group label={name}>
      {commands.map((command) => (
        <Combobox.Option key={command.id} value={command.id} className={classes.option}>
          <span className={classes.icon}>{command.icon}</span>
          <span className="truncate">{command.label}</span>
          {command.keys && (
            <span className={classes.keys}>
              <KeyCaps keys={command.keys} />
            </span>
          )}
        </Combobox.Option>
      ))}
    </Combobox.Group>
  )
}
