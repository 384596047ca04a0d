import { useRef, useState } from 'react'
import type { Field, FieldValue } from '@/shared/api/types'
import { FieldInput } from '@/shared/fields/field-input'
import { problemOf } from '@/shared/fields/validate'
import type { Format } from '@/shared/lib/format'
import { sameValue } from '@/shared/lib/record-value'
import type { EditState } from './inline-field'
import classes from './record-fields.module.css'

interface Props {
  field: Field
  value: FieldValue | undefined
  format: Format
  edit: EditState
  pipeline?: string | undefined
  onDraft?: (value: FieldValue) => void
  onCommit?: (value: FieldValue, then: -1 | 0 | 1) => void
  onLeave?: (then: -1 | 0 | 1) => void
}

/** Choosing is deciding: these are saved at once, without Enter. */
const IMMEDIATE = new Set<Field['type']>(['picklist', 'reference', 'boolean'])
/** Several inputs: Tab moves between them. */
const COMPOUND = new Set<Field['type']>(['emails', 'phones', 'addresses', 'money'])

const isInDropdown = (node: EventTarget | null) =>
  node instanceof HTMLElement && node.closest('[data-portal], [role=listbox], [data-mantine-stop-propagation]') !== null

/** Enter saves, Esc leaves, Tab saves and goes on to the next field. */
export function InlineEditor({ field, value, format, edit, pipeline, onDraft, onCommit, onLeave }: Props) {
  const [draft, setDraft] = useState<FieldValue>(edit.draft !== undefined ? edit.draft : (value ?? null))
  const [error, setError] = useState(edit.error ?? '')
  const done = useRef(false)

  const commit = (next: FieldValue, then: -1 | 0 | 1 = 0) => {
    if (done.current) return
    const clean = next === '' ? null : next
    const problem = problemOf(field, clean)
    if (problem) return setError(problem)
    done.current = true
    if (sameValue(clean, value)) onLeave?.(then)
    else onCommit?.(clean, then)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const expanded = event.target instanceof HTMLElement && event.target.getAttribute('aria-expanded') === 'true'
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      done.current = true
      onLeave?.(0)
    } else if (event.key === 'Enter' && !event.defaultPrevented && !(expanded && IMMEDIATE.has(field.type))) {
      const isLong = field.type === 'longtext' && !event.ctrlKey && !event.metaKey
      const isButton = event.target instanceof HTMLButtonElement
      if (isLong || isButton) return
      event.preventDefault()
      commit(draft)
    } else if (event.key === 'Tab' && !COMPOUND.has(field.type) && !field.format) {
      event.preventDefault()
      commit(draft, event.shiftKey ? -1 : 1)
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the input inside
    <div
      className={classes.editor}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const to = event.relatedTarget
        if (event.currentTarget.contains(to as Node | null) || isInDropdown(to)) return
        commit(draft)
      }}
    >
      <FieldInput
        field={field}
        value={draft}
        format={format}
        withLabel={false}
        autoFocus
        error={error || undefined}
        pipeline={pipeline}
        onChange={(next) => {
          setDraft(next)
          onDraft?.(next)
          setError('')
          if (IMMEDIATE.has(field.type)) commit(next)
        }}
      />
    </div>
  )
}
