import { useLingui } from '@lingui/react/macro'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import type { CrmRecord, Field, FieldValue, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { sectionFields, showsTitle } from '@/shared/lib/layout'
import { fieldValue, isWritable, may, TECHNICAL } from '@/shared/lib/record-value'
import { useEditing } from '@/shared/live/editing'
import { useWaitingFields } from '@/shared/offline/waiting-mark'
import { noteDraft, useKeptEdit } from '../kept-edits'
import { useSave } from '../use-save'
import { type EditState, InlineField } from './inline-field'
import classes from './record-fields.module.css'

function sectionsOf(object: ObjectType, hidden: Set<string>) {
  const isShown = (field: Field) =>
    !TECHNICAL.has(field.name) &&
    !hidden.has(field.name) &&
    // A computed title stands above already, and its parts below.
    !(field.name === object.title_field && field.read_only)
  return object.sections
    .map((section) => ({ ...section, fields: sectionFields(object, section).filter(isShown) }))
    .filter((section) => section.fields.length > 0)
}

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
  /** Fields that stand elsewhere on the page. */
  hidden?: string[]
}

/** The record's fields by section; each is edited in its place. */
export function RecordFields({ object, record, format, hidden = [] }: Props) {
  const { t } = useLingui()
  const save = useSave(object)
  const [edit, setEdit] = useKeptEdit<EditState>(`${object.name}/${record.id}`)
  const waiting = useWaitingFields(record.id)
  const sections = sectionsOf(object, new Set(hidden))
  const editable = object.permissions.update ? sections.flatMap((section) => section.fields).filter(isWritable) : []

  useEditing(object.name, record.id, edit !== null)
  // Colleagues' changes come in meanwhile: an edit is measured against what it set out from.
  const begin = (field: Field | undefined) => setEdit(field ? { name: field.name, base: record } : null)
  const neighbour = (name: string, by: number) => editable[editable.findIndex((field) => field.name === name) + by]
  const commit = async (field: Field, value: FieldValue, then: -1 | 0 | 1) => {
    const next = then === 0 ? undefined : neighbour(field.name, then)
    const base = edit?.base ?? record
    begin(next)
    const result = await save(base, { [field.name]: value })
    if (!result.ok)
      setEdit({ name: field.name, base, draft: value, ...(result.conflict ? {} : { error: result.message }) })
  }
  return (
    <div className={classes.root}>
      <h2 className="visually-hidden">{t`Details`}</h2>
      {!may('update', record) && (
        <p className={classes.onlyRead}>
          <IconLock size={14} stroke={1.8} aria-hidden />
          {t`You may look at this, but not change it.`}
        </p>
      )}
      {sections.map((section) => (
        <section key={section.name} className={classes.section} aria-label={section.label || t`Fields`}>
          {showsTitle(section.label, sections.length, object) && <h3 className={classes.title}>{section.label}</h3>}
          <dl className={classes.list} data-columns={section.columns}>
            {section.fields.map((field) => (
              <InlineField
                key={field.name}
                field={field}
                value={fieldValue(edit?.name === field.name ? edit.base : record, field.name)}
                format={format}
                editable={editable.includes(field)}
                waiting={waiting.has(field.name)}
                edit={edit?.name === field.name ? edit : null}
                pipeline={(record.pipeline as { id: string } | null | undefined)?.id}
                onEdit={() => begin(field)}
                onDraft={(draft) => edit && noteDraft(edit, draft)}
                onCommit={(value, then) => commit(field, value, then)}
                onLeave={(then) => {
                  begin(then === 0 ? undefined : neighbour(field.name, then))
                }}
              />
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
