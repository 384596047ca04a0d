import { useLingui } from '@lingui/react/macro'
import { MultiSelect, NumberInput, Select, Switch } from '@mantine/core'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { isWritable } from '@/shared/lib/record-value'
import { FormDialog } from '@/shared/ui/form-dialog'
import { AskedDeletion } from './asked-deletion'
import { NameField } from './name-field'
import { fieldError, formError, type Pipeline, type Stage, useSettingsWrite } from './settings-api'
import { type Category, useCategoryLabels } from './use-category-labels'

interface Props {
  pipeline: Pipeline
  stage: Stage | null
  onClose: () => void
}

const FIELDS = ['name', 'probability', 'category', 'required_fields', 'rots_after', 'retired']
const FIXED_PROBABILITY: Partial<Record<Category, number>> = { won: 100, lost: 0 }

export function StageDialog({ pipeline, stage, onClose }: Props) {
  const { t } = useLingui()
  const labels = useCategoryLabels()
  const write = useSettingsWrite({ quiet: true })
  const deal = useCatalogue().find((object) => object.features.includes('pipeline'))
  const [name, setName] = useState(stage?.name ?? '')
  const [category, setCategory] = useState<Category>(stage?.category ?? 'open')
  const [probability, setProbability] = useState(stage?.probability ?? 50)
  const [days, setDays] = useState<number | ''>(stage?.rots_after ?? (stage ? '' : 30))
  const [required, setRequired] = useState(stage?.required_fields ?? [])
  const [retired, setRetired] = useState(stage?.retired ?? false)
  const body = {
    name: name.trim(),
    category,
    probability: FIXED_PROBABILITY[category] ?? probability,
    required_fields: required,
    rots_after: category === 'open' && days !== '' ? days : null,
    ...(stage && { retired }),
  }
  return (
    <FormDialog
      title={stage ? t`Edit ${stage.name}` : t`New stage in ${pipeline.name}`}
      submitLabel={stage ? t`Save` : t`Create`}
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          stage
            ? { method: 'PATCH', path: `/stages/${stage.id}/`, body, version: stage.version }
            : { method: 'POST', path: '/stages/', body: { ...body, pipeline: pipeline.id } },
          { onSuccess: onClose },
        )
      }
    >
      <NameField value={name} failure={write.error} onChange={setName} />
      <Select
        label={t`Meaning`}
        description={t`Won and lost stages close the deal.`}
        data={Object.entries(labels).map(([value, label]) => ({ value, label }))}
        value={category}
        allowDeselect={false}
        error={fieldError(write.error, 'category')}
        onChange={(next) => setCategory((next ?? 'open') as Category)}
      />
      {category === 'open' && (
        <NumberInput
          label={t`Probability (%)`}
          min={0}
          max={100}
          value={probability}
          error={fieldError(write.error, 'probability')}
          onChange={(next) => setProbability(Number(next) || 0)}
        />
      )}
      {category === 'open' && (
        <NumberInput
          label={t`Rotting after (days)`}
          description={t`Deals that stand here longer are marked on the board. Empty: never.`}
          min={1}
          max={3650}
          allowDecimal={false}
          value={days}
          error={fieldError(write.error, 'rots_after')}
          onChange={(next) => setDays(typeof next === 'number' ? next : '')}
        />
      )}
      <MultiSelect
        label={t`Required to enter`}
        description={t`Fields that must be filled in before a deal may come here.`}
        data={(deal?.fields ?? [])
          .filter((field) => isWritable(field) && !field.required && !['stage', 'pipeline'].includes(field.name))
          .map((field) => ({ value: field.name, label: field.label }))}
        value={required}
        searchable
        error={fieldError(write.error, 'required_fields')}
        onChange={setRequired}
      />
      {stage && (
        <Switch
          label={t`Retired`}
          description={t`No deal may enter any more. It stays on the board while deals are in it, and their history keeps its name.`}
          checked={retired}
          error={fieldError(write.error, 'retired')}
          onChange={(event) => setRetired(event.currentTarget.checked)}
        />
      )}
      {stage && (
        <AskedDeletion
          label={t`Delete the stage`}
          confirmLabel={t`Yes, delete the stage`}
          told={t`It goes from the board for good. A stage that deals are or were in stays: retire it.`}
          busy={write.isPending}
          onDelete={() => write.mutate({ method: 'DELETE', path: `/stages/${stage.id}/` }, { onSuccess: onClose })}
        />
      )}
    </FormDialog>
  )
}
