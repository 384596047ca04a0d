import { useLingui } from '@lingui/react/macro'
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import classes from './settings.module.css'
import type { Role } from './settings-api'

type Levels = Role['fields']
type Level = 'hidden' | 'read' | 'write'

/** What no role limits: without them a record is none. */
const NEVER_LIMITED = ['id', 'version']

interface Props {
  fields: Levels
  onChange: (fields: Levels) => void
}

/** Each field of one object: hidden, read only, or as the object allows. */
export function FieldLevels({ fields, onChange }: Props) {
  const { t } = useLingui()
  const objects = useCatalogue()
  const [name, setName] = useState(objects[0]?.name ?? '')
  const [text, setText] = useState('')
  const object = objects.find((one) => one.name === name)
  const limited = (one: string) => Object.keys(fields[one] ?? {}).length
  const words = { hidden: t`Hidden`, read: t`Read only`, write: t`Read and change` }
  const set = (field: string, level: Level) => {
    const { [field]: _, ...rest } = fields[name] ?? {}
    const { [name]: __, ...others } = fields
    const next = level === 'write' ? rest : { ...rest, [field]: level }
    onChange(Object.keys(next).length > 0 ? { ...others, [name]: next } : others)
  }
  const shown = (object?.fields ?? []).filter(
    (field) =>
      !NEVER_LIMITED.includes(field.name) && field.label.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()),
  )
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t`Object`}
          data={objects.map((one) => ({
            value: one.name,
            label: limited(one.name) > 0 ? t`${one.label_plural} (${limited(one.name)} limited)` : one.label_plural,
          }))}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="search"
          label={t`Find a field`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <ul className={classes.levels} aria-label={t`Fields of ${object?.label_plural ?? ''}`}>
        {shown.map((field) => (
          <li key={field.name}>
            <span>{field.label}</span>
            <SegmentedControl
              size="xs"
              aria-label={field.label}
              data={(Object.keys(words) as Level[]).map((value) => ({ value, label: words[value] }))}
              value={fields[name]?.[field.name] ?? 'write'}
              onChange={(level) => set(field.name, level as Level)}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={classes.muted}>{t`No field is called so.`}</p>}
    </>
  )
}
