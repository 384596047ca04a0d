import { useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { get } from '@/shared/api/http'
import { useDebounced } from '@/shared/lib/use-debounced'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import type { Mention } from './activity-draft'
import classes from './composer.module.css'
import { type Word, wordBeforeCaret } from './mention-word'

interface Person extends Mention {
  /** Whether they see the record; null where one may not know. */
  sees: boolean | null
  reads: boolean
}

interface Props {
  /** Of the record: whom it may be about. */
  path: string
  label: string
  placeholder: string
  minRows: number
  value: string
  onChange: (value: string) => void
  onMention: (person: Mention, value: string) => void
  /** A private text names nobody. */
  disabled?: boolean
}

/** Whom the word may mean; until the answer to all of it is there, those of the former one that fit. */
function usePeople(path: string, word: Word | null): Person[] {
  const typed = word?.text ?? ''
  const text = useDebounced(typed, 150)
  const { data = [], isPlaceholderData } = useQuery({
    queryKey: ['people', path, text],
    queryFn: async ({ signal }) => (await get<{ results: Person[] }>(`${path}people/`, { q: text }, signal)).results,
    enabled: word !== null,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
  if (text === typed && !isPlaceholderData) return data
  return data.filter(({ name }) => name.toLocaleLowerCase().includes(typed.toLocaleLowerCase()))
}

/** A text field in which @ offers people. */
export function MentionTextarea({ path, label, value, onChange, onMention, disabled, ...rest }: Props) {
  const { t } = useLingui()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [word, setWord] = useState<Word | null>(null)
  const [active, setActive] = useState(0)
  const people = usePeople(path, word)
  const open = word !== null && people.length > 0

  const look = () => {
    const { value: text = '', selectionStart = 0 } = field.current ?? {}
    const next = disabled ? null : wordBeforeCaret(text, selectionStart)
    if (next?.text !== word?.text) setActive(0)
    setWord(next)
  }
  const pick = (person: Person | undefined) => {
    if (!person || !word) return
    const end = word.from + word.text.length + 1
    const before = `${value.slice(0, word.from)}@${person.name} `
    setWord(null)
    onMention({ id: person.id, name: person.name }, before + value.slice(end).replace(/^ /, ''))
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(before.length, before.length)
    })
  }
  const steer = (event: KeyboardEvent) => {
    if (!open || event.ctrlKey || event.metaKey) return
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const by = moves[event.key]
    if (by !== undefined) setActive((active + by + people.length) % people.length)
    else if (event.key === 'Enter' || event.key === 'Tab') pick(people[active])
    else if (event.key === 'Escape') setWord(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={classes.mentioning}>
      <GrowingTextarea
        ref={field}
        aria-label={label}
        value={value}
        role="combobox"
        aria-expanded={open}
        aria-autocomplete="list"
        aria-controls={open ? id : undefined}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value)
          look()
        }}
        onSelect={look}
        onKeyDown={steer}
        onBlur={() => setWord(null)}
        {...rest}
      />
      {open && (
        <div id={id} role="listbox" aria-label={t`People`} className={classes.people}>
          {people.map((person, index) => (
            <div
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={classes.person}
              onMouseDown={(event) => {
                event.preventDefault()
                pick(person)
              }}
            >
              <span className="truncate">{person.name}</span>
              {person.sees === false ? (
                <span className={classes.blind}>{t`can't see this record`}</span>
              ) : (
                !person.reads && <span className={classes.blind}>{t`can't see your notes`}</span>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
