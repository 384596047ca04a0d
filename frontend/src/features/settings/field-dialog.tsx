import { useLingui } from '@lingui/react/macro'
import { Group, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { Choice } from '@/shared/api/types'
import { FormDialog } from '@/shared/ui/form-dialog'
import { ChoicesEditor } from './choices-editor'
import { choicesOf, linesOf, newLine, twice } from './choices-model'
import { FieldRules, type Rules, rulesOf } from './field-rules'
import { canBeUnique, hasChoices, isComputed, useTypeLabels } from './field-types'
import { FormulaEditor } from './formula-editor'
import { RollupEditor } from './rollup-editor'
import { type CustomField, fieldError, formError, type Rollup, useSettingsWrite } from './settings-api'

interface Props {
  field: CustomField | null
  object: string
  onClose: () => void
}

const FIELDS = ['label', 'type', 'choices', 'reference', 'help', 'unique', 'expression', 'default', 'required_if']
const RULES = ['min', 'max', 'min_length', 'max_length', 'pattern', 'pattern_help']
const ROLLUP = ['object', 'reference', 'function', 'field', 'by', 'filter'].map((part) => `rollup.${part}`)

export function FieldDialog({ field, object, onClose }: Props) {
  const { t } = useLingui()
  const typeLabels = useTypeLabels()
  const objects = useCatalogue()
  const write = useSettingsWrite({ quiet: true })
  const [label, setLabel] = useState(field?.label ?? '')
  const [help, setHelp] = useState(field?.help ?? '')
  const [type, setType] = useState(field?.type ?? 'text')
  const [target, setTarget] = useState(field?.reference ?? 'accounts')
  const [lines, setLines] = useState(() => (field ? linesOf(field.choices as unknown as Choice[]) : [newLine()]))
  const [required, setRequired] = useState(field?.required ?? false)
  const [unique, setUnique] = useState(field?.unique ?? false)
  const [expression, setExpression] = useState(field?.expression ?? '')
  const [rollup, setRollup] = useState<Partial<Rollup>>(field?.rollup ?? { function: 'count' })
  const [rules, setRules] = useState<Rules>(() => rulesOf(field))
  const choices = choicesOf(lines)
  const computed = isComputed(type)
  const changeable = {
    label: label.trim(),
    help: help.trim(),
    ...(computed ? {} : { required, ...(canBeUnique(type) ? { unique } : {}), ...rules }),
    ...(hasChoices(type) ? { choices } : {}),
    ...(type === 'formula' ? { expression } : {}),
    ...(type === 'rollup' ? { rollup } : {}),
  }
  const submit = () =>
    write.mutate(
      field
        ? { method: 'PATCH', path: `/fields/${field.id}/`, body: changeable }
        : {
            method: 'POST',
            path: '/fields/',
            body: { ...changeable, object, type, ...(type === 'reference' ? { reference: target } : {}) },
          },
      { onSuccess: onClose },
    )
  return (
    <FormDialog
      title={field ? t`Edit ${field.label}` : t`New field`}
      submitLabel={field ? t`Save` : t`Create`}
      size={computed ? 'xl' : 'lg'}
      busy={write.isPending}
      disabled={hasChoices(type) && twice(lines) !== null}
      error={formError(write.error, [...FIELDS, ...RULES, ...ROLLUP])}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t`Label`}
        value={label}
        required
        withAsterisk={false}
        data-autofocus
        error={fieldError(write.error, 'label')}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Select
        label={t`Type`}
        description={
          field
            ? computed
              ? t`A computed field stays one.`
              : t`To take another type, use “Change type” in the list of fields.`
            : t`A formula computes from the record itself, a roll-up from records that refer to it.`
        }
        data={Object.entries(typeLabels).map(([value, text]) => ({ value, label: text }))}
        value={type}
        disabled={field !== null}
        allowDeselect={false}
        error={fieldError(write.error, 'type')}
        onChange={(next) => {
          setType(next ?? 'text')
          setRules({})
        }}
      />
      {type === 'reference' && (
        <Select
          label={t`Refers to`}
          description={t`Its records show what refers to them under “Related”.`}
          data={objects.map(({ name, label_plural }) => ({ value: name, label: label_plural }))}
          value={target}
          disabled={field !== null}
          allowDeselect={false}
          error={fieldError(write.error, 'reference')}
          onChange={(next) => setTarget(next ?? 'accounts')}
        />
      )}
      {hasChoices(type) && (
        <ChoicesEditor
          field={field && { object, name: field.name, several: type === 'multipicklist' }}
          lines={lines}
          error={fieldError(write.error, 'choices')}
          onChange={setLines}
        />
      )}
      {type === 'formula' && (
        <FormulaEditor
          object={object}
          fieldId={field?.id ?? null}
          value={expression}
          error={fieldError(write.error, 'expression')}
          onChange={setExpression}
        />
      )}
      {type === 'rollup' && (
        <RollupEditor
          object={object}
          fieldId={field?.id ?? null}
          value={rollup}
          errorOf={(part) => fieldError(write.error, `rollup.${part}`)}
          onChange={setRollup}
        />
      )}
      <TextInput
        label={t`Help`}
        description={t`Shown beside the field.`}
        value={help}
        error={fieldError(write.error, 'help')}
        onChange={(event) => setHelp(event.currentTarget.value)}
      />
      {!computed && (
        <>
          <Group>
            <Switch
              label={t`Required`}
              checked={required}
              onChange={(event) => setRequired(event.currentTarget.checked)}
            />
            {canBeUnique(type) && (
              <Switch label={t`Unique`} checked={unique} onChange={(event) => setUnique(event.currentTarget.checked)} />
            )}
          </Group>
          <FieldRules
            key={type}
            type={type}
            object={object}
            choices={choices}
            reference={target}
            rules={rules}
            errorOf={(name) => fieldError(write.error, name)}
            onChange={setRules}
          />
        </>
      )}
    </FormDialog>
  )
}
