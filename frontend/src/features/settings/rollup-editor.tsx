import { useLingui } from '@lingui/react/macro'
import { Accordion, Select } from '@mantine/core'
import { useCatalogue } from '@/shared/api/catalogue'
import type { Field, Filter } from '@/shared/api/types'
import { FilterPanel } from '@/shared/filter/filter-panel'
import { ComputedPreview } from './computed-preview'
import classes from './fields.module.css'
import type { Rollup } from './settings-api'
import { useCheck } from './use-check'

interface Props {
  object: string
  fieldId: string | null
  value: Partial<Rollup>
  errorOf: (part: string) => string | undefined
  onChange: (value: Partial<Rollup>) => void
}

const ORDERED = ['integer', 'number', 'money', 'date', 'datetime']
const USABLE: Record<string, string[]> = {
  sum: ['integer', 'number', 'money'],
  min: ORDERED,
  max: ORDERED,
  latest: [...ORDERED, 'text', 'longtext', 'email', 'phone', 'url', 'picklist', 'boolean'],
}

const choices = (fields: Field[], types: string[]) =>
  fields.filter((field) => types.includes(field.type)).map(({ name, label }) => ({ value: name, label }))

/** What is counted or summed up, over which records, and how. */
export function RollupEditor({ object, fieldId, value, errorOf, onChange }: Props) {
  const { t } = useLingui()
  const catalogue = useCatalogue()
  const sources = catalogue.flatMap((related) =>
    related.fields
      .filter((field) => field.type === 'reference' && field.reference?.object === object)
      .map((field) => ({ value: `${related.name} ${field.name}`, label: `${related.label_plural} (${field.label})` })),
  )
  const related = catalogue.find((one) => one.name === value.object)
  const fields = related?.fields.filter((field) => field.name !== 'deleted_at') ?? []
  const set = (change: Partial<Rollup>) => onChange({ ...value, ...change })
  const isReady = Boolean(value.object && value.reference && (value.function === 'count' || value.field))
  const check = useCheck({ object, type: 'rollup', id: fieldId, rollup: value }, isReady)
  const found = isReady ? check.data : undefined
  const messageOf = (part: string) => found?.errors.find((one) => one.part === part)?.message ?? errorOf(part)
  return (
    <div className={classes.rules}>
      <Select
        label={t`Records`}
        description={t`Whose reference leads to this object. Everyone sees the result over the records that they may see.`}
        data={sources}
        value={value.object ? `${value.object} ${value.reference}` : null}
        allowDeselect={false}
        searchable
        nothingFoundMessage={t`No other object refers to this one.`}
        error={messageOf('object') ?? messageOf('reference')}
        onChange={(next) => {
          const [name, reference] = (next ?? '').split(' ')
          onChange({ function: value.function ?? 'count', object: name ?? '', reference: reference ?? '' })
        }}
      />
      <Select
        label={t`Function`}
        data={[
          { value: 'count', label: t`How many` },
          { value: 'sum', label: t`Sum` },
          { value: 'min', label: t`Smallest` },
          { value: 'max', label: t`Largest` },
          { value: 'latest', label: t`Latest` },
        ]}
        value={value.function ?? 'count'}
        allowDeselect={false}
        error={messageOf('function')}
        onChange={(next) => set({ function: (next ?? 'count') as Rollup['function'], field: null, by: null })}
      />
      {value.function !== 'count' && (
        <Select
          label={t`Of which field`}
          data={choices(fields, USABLE[value.function ?? ''] ?? [])}
          value={value.field ?? null}
          searchable
          allowDeselect={false}
          error={messageOf('field')}
          onChange={(next) => set({ field: next })}
        />
      )}
      {value.function === 'latest' && (
        <Select
          label={t`The latest by`}
          data={choices(fields, ['date', 'datetime'])}
          value={value.by ?? 'created_at'}
          allowDeselect={false}
          error={messageOf('by')}
          onChange={(next) => set({ by: next })}
        />
      )}
      {related && (
        <Accordion variant="contained" chevronPosition="left" order={3} defaultValue={value.filter ? 'filter' : null}>
          <Accordion.Item value="filter">
            <Accordion.Control>{t`Only some of them`}</Accordion.Control>
            <Accordion.Panel>
              <FilterPanel
                key={related.name}
                object={related}
                filter={value.filter as Filter | null | undefined}
                onChange={(filter) => set({ filter: filter ?? null })}
              />
              {messageOf('filter') && (
                <p role="alert" className={classes.error}>
                  {messageOf('filter')}
                </p>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
      <ComputedPreview object={object} checked={found} />
    </div>
  )
}
