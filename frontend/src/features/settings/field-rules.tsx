import { useLingui } from '@lingui/react/macro'
import { Accordion, Group, NumberInput, TextInput } from '@mantine/core'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import type { Choice, Field, FieldValue, Filter, Money } from '@/shared/api/types'
import { FieldInput } from '@/shared/fields/field-input'
import { FilterPanel } from '@/shared/filter/filter-panel'
import { useFormat } from '@/shared/lib/format'
import { draftField, hasChoices, hasLength, hasPattern, hasRange } from './field-types'
import classes from './fields.module.css'
import type { CustomField } from './settings-api'

/** What is sent about a field's values; null takes a rule away. */
export interface Rules {
  default?: FieldValue
  min?: FieldValue
  max?: FieldValue
  min_length?: number | null
  max_length?: number | null
  pattern?: string | null
  pattern_help?: string | null
  required_if?: Filter | null
}

const NAMES = ['default', 'min', 'max', 'min_length', 'max_length', 'pattern', 'pattern_help', 'required_if'] as const

/** The rules that a field has; those that it has not stay unsent. */
export function rulesOf(field: CustomField | null): Rules {
  const held = field as unknown as Rules | null
  return Object.fromEntries(
    NAMES.filter((name) => held?.[name] !== null && held?.[name] !== undefined).map((name) => [name, held?.[name]]),
  )
}

interface Props {
  type: string
  object: string
  choices: Choice[]
  reference: string
  rules: Rules
  errorOf: (name: string) => string | undefined
  onChange: (rules: Rules) => void
}

/** Default, bounds, length, pattern, and the condition under which the field is due. */
export function FieldRules({ type, object, choices, reference, rules, errorOf, onChange }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const currency = useMe().tenant.currency
  const described = useCatalogue().find((one) => one.name === object)
  const set = (change: Rules) => onChange({ ...rules, ...change })
  const shape: Partial<Field> = {
    choices: hasChoices(type) ? choices : null,
    reference: type === 'reference' ? { object: reference } : null,
  }
  // Bounds of money are kept as minor units.
  const bound = (value: FieldValue | undefined) =>
    type === 'money' && typeof value === 'number' ? ({ amount: value, currency } satisfies Money) : value
  const opened = rules.required_if ? ['due'] : []
  return (
    <Accordion multiple defaultValue={opened} variant="contained" chevronPosition="left" order={3}>
      <Accordion.Item value="values">
        <Accordion.Control>{t`Default and limits`}</Accordion.Control>
        <Accordion.Panel>
          <div className={classes.rules}>
            <FieldInput
              field={draftField(type, t`Default`, { ...shape, help: t`What a new record has unless told otherwise.` })}
              value={rules.default}
              format={format}
              error={errorOf('default')}
              onChange={(value) => set({ default: value })}
            />
            {hasRange(type) && (
              <Group grow align="flex-start">
                <FieldInput
                  field={draftField(type, t`Least`)}
                  value={bound(rules.min)}
                  format={format}
                  error={errorOf('min')}
                  onChange={(value) => set({ min: value })}
                />
                <FieldInput
                  field={draftField(type, t`Most`)}
                  value={bound(rules.max)}
                  format={format}
                  error={errorOf('max')}
                  onChange={(value) => set({ max: value })}
                />
              </Group>
            )}
            {hasLength(type) && (
              <Group grow align="flex-start">
                <NumberInput
                  label={t`Fewest characters`}
                  min={1}
                  allowDecimal={false}
                  value={rules.min_length ?? ''}
                  error={errorOf('min_length')}
                  onChange={(next) => set({ min_length: typeof next === 'number' ? next : null })}
                />
                <NumberInput
                  label={t`Most characters`}
                  min={1}
                  allowDecimal={false}
                  value={rules.max_length ?? ''}
                  error={errorOf('max_length')}
                  onChange={(next) => set({ max_length: typeof next === 'number' ? next : null })}
                />
              </Group>
            )}
            {hasPattern(type) && (
              <>
                <TextInput
                  label={t`Pattern`}
                  description={t`A regular expression that the whole value must match, such as [A-Z]{2}-[0-9]+`}
                  value={rules.pattern ?? ''}
                  error={errorOf('pattern')}
                  onChange={(event) => set({ pattern: event.currentTarget.value || null })}
                />
                <TextInput
                  label={t`Message when it does not match`}
                  placeholder={t`Such as: Write two letters, a hyphen and digits.`}
                  value={rules.pattern_help ?? ''}
                  error={errorOf('pattern_help')}
                  onChange={(event) => set({ pattern_help: event.currentTarget.value || null })}
                />
              </>
            )}
          </div>
        </Accordion.Panel>
      </Accordion.Item>
      {described && (
        <Accordion.Item value="due">
          <Accordion.Control>{t`Required under a condition`}</Accordion.Control>
          <Accordion.Panel>
            <p className={classes.hint}>
              {t`While a record matches these conditions, it can't be saved without a value here. Stages of a pipeline can ask for fields too: see Pipelines.`}
            </p>
            <FilterPanel
              object={described}
              filter={rules.required_if}
              onChange={(filter) => set({ required_if: filter ?? null })}
            />
            {errorOf('required_if') && (
              <p role="alert" className={classes.error}>
                {errorOf('required_if')}
              </p>
            )}
          </Accordion.Panel>
        </Accordion.Item>
      )}
    </Accordion>
  )
}
