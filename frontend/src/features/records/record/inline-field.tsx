import { useLingui } from '@lingui/react/macro'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { useEffect, useRef } from 'react'
import type { CrmRecord, Field, FieldValue } from '@/shared/api/types'
import { FieldView } from '@/shared/fields/field-view'
import type { Format } from '@/shared/lib/format'
import { isBlank } from '@/shared/lib/record-value'
import { WaitingMark } from '@/shared/offline/waiting-mark'
import { onUse } from '@/shared/on-use/on-use'
import classes from './record-fields.module.css'

const InlineEditor = onUse(
  () => import('./inline-editor').then((m) => m.InlineEditor),
  () => <div className={classes.value} />,
)

export interface EditState {
  name: string
  /** The record as it was when the edit began. */
  base: CrmRecord
  /** What was typed and refused, with the reason. */
  draft?: FieldValue
  error?: string
}

interface Props {
  field: Field
  value: FieldValue | undefined
  format: Format
  editable: boolean
  edit: EditState | null
  /** It was changed here and is not on the server yet. */
  waiting?: boolean
  pipeline?: string | undefined
  onEdit?: () => void
  /** Told of everything that is typed. */
  onDraft?: (value: FieldValue) => void
  /** `then`: which neighbour to edit next (Tab, Shift+Tab), 0 for none. */
  onCommit?: (value: FieldValue, then: -1 | 0 | 1) => void
  onLeave?: (then: -1 | 0 | 1) => void
}

/** A field that turns into its input: by the pencil, Enter, F2 or a click on the row. */
export function InlineField(props: Props) {
  const { field, value, format, editable, edit, onEdit } = props
  const { t } = useLingui()
  const pencil = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  const editing = edit !== null

  useEffect(() => {
    // The focus comes back to where the edit began, unless it went on to a neighbour.
    if (wasEditing.current && !editing && document.activeElement === document.body) pencil.current?.focus()
    wasEditing.current = editing
  }, [editing])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the pencil button is the keyboard's way
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the mouse, beside the button
    <div
      className={classes.row}
      data-editable={(editable && !editing) || undefined}
      data-field={field.name}
      onClick={(event) => {
        if (editable && !editing && !(event.target as HTMLElement).closest('a, button')) onEdit?.()
      }}
    >
      <dt title={field.help || undefined}>{field.label}</dt>
      <dd>
        {edit ? (
          <InlineEditor {...props} edit={edit} />
        ) : (
          <div className={classes.value}>
            <div className={classes.content}>
              {isBlank(value) ? (
                <span className={classes.blank} aria-label={t`Empty`} role="img">
                  –
                </span>
              ) : (
                <FieldView field={field} value={value} format={format} />
              )}
            </div>
            {props.waiting && <WaitingMark />}
            {editable && (
              <button
                ref={pencil}
                type="button"
                className={classes.edit}
                aria-label={t`Edit ${field.label}`}
                onClick={onEdit}
                onKeyDown={(event) => event.key === 'F2' && onEdit?.()}
              >
                <IconPencil size={14} stroke={1.8} aria-hidden />
              </button>
            )}
          </div>
        )}
      </dd>
    </div>
  )
}
