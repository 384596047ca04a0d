import { useLingui } from '@lingui/react/macro'
import { Group, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import { ComputedPreview } from './computed-preview'
import classes from './fields.module.css'
import { formulaFields } from './formula-fields'
import { FunctionList } from './function-list'
import { settingsQuery } from './settings-api'
import { useCheck } from './use-check'

interface Props {
  object: string
  fieldId: string | null
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

/** Writing a formula: fields and functions to pick from, checked while one types. */
export function FormulaEditor({ object, fieldId, value, error, onChange }: Props) {
  const { t } = useLingui()
  const area = useRef<HTMLTextAreaElement>(null)
  const catalogue = useCatalogue()
  const functions = useQuery(settingsQuery('fields/functions'))
  const check = useCheck({ object, type: 'formula', id: fieldId, expression: value }, value.trim() !== '')
  const found = value.trim() ? check.data : undefined
  const wrong = found?.errors[0]

  /** Puts text where the cursor stands; `back` moves it between brackets. */
  const insert = (text: string, back = 0) => {
    const element = area.current
    const start = element?.selectionStart ?? value.length
    const end = element?.selectionEnd ?? value.length
    onChange(value.slice(0, start) + text + value.slice(end))
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(start + text.length - back, start + text.length - back)
    })
  }
  const showPlace = () => {
    area.current?.focus()
    if (wrong) area.current?.setSelectionRange(wrong.start, Math.max(wrong.end, wrong.start + 1))
  }
  return (
    <div>
      <GrowingTextarea
        ref={area}
        label={t`Formula`}
        description={t`For example: if(amount > money(10000), "large", "small")`}
        minRows={3}
        maxRows={10}
        spellCheck={false}
        inputClass={classes.code}
        value={value}
        error={wrong ? wrong.message : error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {wrong && wrong.end > wrong.start && (
        <button type="button" className={classes.place} onClick={showPlace}>
          {t`Show the place: character ${wrong.start + 1}`}
        </button>
      )}
      <Group grow align="flex-start" mt="xs">
        <Select
          label={t`Insert a field`}
          placeholder={t`Search fields`}
          searchable
          value={null}
          data={formulaFields(object, catalogue)}
          nothingFoundMessage={t`Nothing found.`}
          onChange={(path) => path && insert(path)}
        />
        <Select
          label={t`Insert a function`}
          placeholder={t`Search functions`}
          searchable
          value={null}
          data={(functions.data ?? []).map((one) => ({ value: one.name, label: one.signature }))}
          nothingFoundMessage={t`Nothing found.`}
          onChange={(name) => name && insert(`${name}()`, 1)}
        />
      </Group>
      <ComputedPreview object={object} checked={found} />
      <FunctionList functions={functions.data ?? []} />
    </div>
  )
}
