import '@mantine/core/styles/RadioIndicator.css'
import { useLingui } from '@lingui/react/macro'
import { Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Loaded } from './loaded'
import { NameField } from './name-field'
import classes from './new-pipeline.module.css'
import { formError, type Pipeline, type PipelineTemplate, settingsQuery, useSettingsWrite } from './settings-api'
import { StagePreview } from './stage-preview'

interface Props {
  pipelines: Pipeline[]
  onClose: () => void
}

const FIELDS = ['name']

/** A pipeline that begins with the stages of a template or of another pipeline. */
export function NewPipelineDialog({ pipelines, onClose }: Props) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const query = useQuery(settingsQuery('pipelines/templates'))
  const [name, setName] = useState('')
  const [picked, setPicked] = useState<Beginning | null>(null)
  const first = query.data?.[0]
  const chosen = picked ?? (first ? { template: first.key } : null)
  return (
    <FormDialog
      title={t`New pipeline`}
      submitLabel={t`Create`}
      size="xl"
      busy={write.isPending}
      disabled={chosen === null}
      error={formError(write.error, FIELDS)}
      onClose={onClose}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: '/pipelines/', body: { name: name.trim(), ...chosen } },
          { onSuccess: onClose },
        )
      }
    >
      <NameField maxLength={100} value={name} failure={write.error} onChange={setName} />
      <Loaded query={query}>
        {(templates) =>
          chosen && <Beginnings templates={templates} pipelines={pipelines} chosen={chosen} onChange={setPicked} />
        }
      </Loaded>
    </FormDialog>
  )
}

type Beginning = { template: string } | { copy_of: string }

interface BeginningsProps {
  templates: PipelineTemplate[]
  pipelines: Pipeline[]
  chosen: Beginning
  onChange: (chosen: Beginning) => void
}

const COPY = 'copy:'
const keyOf = (one: Beginning) => ('template' in one ? one.template : COPY + one.copy_of)
const beginningOf = (key: string): Beginning =>
  key.startsWith(COPY) ? { copy_of: key.slice(COPY.length) } : { template: key }

function Beginnings({ templates, pipelines, chosen, onChange }: BeginningsProps) {
  const { t } = useLingui()
  const key = keyOf(chosen)
  const template = templates.find((one) => one.key === key)
  const copied = pipelines.find((one) => COPY + one.id === key)
  const stages =
    template?.stages ?? (copied?.stages ?? []).filter((stage) => !stage.retired).sort((a, b) => a.position - b.position)
  return (
    <div className={classes.columns}>
      <Radio.Group value={key} label={t`Begin with`} onChange={(next) => onChange(beginningOf(next))}>
        <div className={classes.choices}>
          {templates.map((one) => (
            <Choice key={one.key} value={one.key} label={one.label} help={one.description} />
          ))}
          {pipelines.map((one) => (
            <Choice
              key={one.id}
              value={COPY + one.id}
              label={t`Copy of ${one.name}`}
              help={t`Its stages and its reasons for winning and losing, without its deals.`}
            />
          ))}
        </div>
      </Radio.Group>
      <StagePreview stages={stages} />
    </div>
  )
}

function Choice({ value, label, help }: { value: string; label: string; help: string }) {
  return (
    <Radio.Card value={value} className={classes.choice}>
      <Radio.Indicator size="xs" mt={3} />
      <span className={classes.words}>
        <strong>{label}</strong>
        <span className={classes.hint}>{help}</span>
      </span>
    </Radio.Card>
  )
}
