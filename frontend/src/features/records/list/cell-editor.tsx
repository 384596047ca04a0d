import { useEffect, useRef } from 'react'
import type { CrmRecord, Field, FieldValue } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { fieldValue, isReference } from '@/shared/lib/record-value'
import { onUse } from '@/shared/on-use/on-use'
import { noteDraft } from '../kept-edits'
import classes from './record-grid.module.css'
import type { CellEdit } from './use-cell-edit'

const InlineEditor = onUse(() => import('../record/inline-editor').then((m) => m.InlineEditor))

interface Props {
  record: CrmRecord
  field: Field
  format: Format
  edit: CellEdit
  onCommit: (value: FieldValue, then: -1 | 0 | 1) => void
  onLeave: (then: -1 | 0 | 1) => void
}

/** The record page's editor in the place of a cell; keys that it uses do not reach the grid. */
export function CellEditor({ record, field, format, edit, onCommit, onLeave }: Props) {
  const pipeline = isReference(record.pipeline) ? record.pipeline.id : undefined
  const root = useRef<HTMLDivElement>(null)
  // What was refused opens again after the focus has gone back to the cell.
  useEffect(() => {
    if (!edit.error) return
    root.current?.querySelector<HTMLElement>('input, textarea')?.focus()
    // The reason is wider than the cell: nothing beside the list may cover it.
    root.current?.querySelector('.mantine-InputWrapper-error')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [edit.error])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the input inside
    <div
      ref={root}
      className={classes.editor}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
    >
      <InlineEditor
        key={`${edit.field} ${edit.error ?? ''}`}
        field={field}
        value={fieldValue(record, field.name)}
        format={format}
        edit={{
          name: field.name,
          base: record,
          ...(edit.draft === undefined ? {} : { draft: edit.draft }),
          ...(edit.error ? { error: edit.error } : {}),
        }}
        pipeline={pipeline}
        onDraft={(draft) => noteDraft(edit, draft)}
        onCommit={onCommit}
        onLeave={onLeave}
      />
    </div>
  )
}
