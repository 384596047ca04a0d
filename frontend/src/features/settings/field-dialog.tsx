import { useLingui } from '@lingui/react/macro'
import { Group, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { Choice, FieldType } from '@/shared/api/types'
import { FormDialog } from './form-dialog'
import { type CustomField, fieldError, formError, useSettingsWrite } from './settings-api'

export function useTypeLabels(): Record<string, string> {
  const { t } = useLingui()
  const labels: Partial<Record<FieldType, string>> = {
    text: t`Text`,
    longtext: t`Long text`,
    integer: t`Whole number`,
    number: t`Number`,
    money: t`Money`,
    date: t`Date`,
    datetime: t`Date and time`,
    boolean: t`Yes or no`,
    picklist: t`Pick list`,
    multipicklist: t`Pick list, several values`,
    email: t`E-mail address`,
    phone: t`Phone number`,
    url: t`Web address`,
    reference: t`Reference`,
  }
  return labels as Record<string, string>
}

interface Props {
  field: CustomField | null
  object: string
  onClose: () => void
}

const FIELDS = ['label', 'type', 'choices', 'reference', 'help']

/** Choices keep their stored value when only their wording is known; a new word is its own value. */
function choicesOf(labels: string[], known: Choice[]): Choice[] {
  return labels.map((label) => known.find((choice) => choice.label === label) ?? { value: label, label })
}

export function FieldDialog({ field, object, onClose }: Props) {
  const { t } = useLingui()
  const typeLabels = useTypeLabels()
  const objects = useCatalogue()
  const write = useSettingsWrite({ quiet: true })
  const known = (field?.choices ?? []) as unknown as Choice[]
  const [label, setLabel] = useState(field?.label ?? '')
  const [help, setHelp] = useState(field?.help ?? '')
  const [type, setType] = useState(field?.type ?? 'text')
  const [target, setTarget] = useState(field?.reference ?? 'accounts')
  const [choices, setChoices] = useState(known.map((choice) => choice.label || choice.value))
  const [required, setRequired] = useState(field?.required ?? false)
  const [unique, setUnique] = useState(field?.unique ?? false)
  const hasChoices = type === 'picklist' || type === 'multipicklist'
  const changeable = {
    label: label.trim(),
    help: help.trim(),
    required,
    unique,
    ...(hasChoices ? { choices: choicesOf(choices, known) } : {}),
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
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
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
        description={field ? t`The type of a field stays as it was made.` : undefined}
        data={Object.entries(typeLabels).map(([value, text]) => ({ value, label: text }))}
        value={type}
        disabled={field !== null}
        allowDeselect={false}
        error={fieldError(write.error, 'type')}
        onChange={(next) => setType(next ?? 'text')}
      />
      {type === 'reference' && (
        <Select
          label={t`Refers to`}
          data={objects.map(({ name, label_plural }) => ({ value: name, label: label_plural }))}
          value={target}
          disabled={field !== null}
          allowDeselect={false}
          error={fieldError(write.error, 'reference')}
          onChange={(next) => setTarget(next ?? 'accounts')}
        />
      )}
      {hasChoices && (
        <TagsInput
          label={t`Choices`}
          placeholder={t`Type a choice, then Enter`}
          value={choices}
          error={fieldError(write.error, 'choices')}
          onChange={setChoices}
        />
      )}
      <TextInput
        label={t`Help`}
        description={t`Shown beside the field.`}
        value={help}
        error={fieldError(write.error, 'help')}
        onChange={(event) => setHelp(event.currentTarget.value)}
      />
      <Group>
        <Switch label={t`Required`} checked={required} onChange={(event) => setRequired(event.currentTarget.checked)} />
        <Switch label={t`Unique`} checked={unique} onChange={(event) => setUnique(event.currentTarget.checked)} />
      </Group>
    </FormDialog>
  )
}
