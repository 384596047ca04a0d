import { useLingui } from '@lingui/react/macro'
import { TagsInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { AskedDeletion } from './asked-deletion'
import { NameField } from './name-field'
import { fieldError, formError, type Pipeline, useSettingsWrite } from './settings-api'

/** A pipeline's name and the reasons that it offers. */
export function PipelineDialog({ pipeline, onClose }: { pipeline: Pipeline; onClose: () => void }) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const [name, setName] = useState(pipeline.name)
  const [won, setWon] = useState(pipeline.won_reasons)
  const [lost, setLost] = useState(pipeline.lost_reasons)
  const body = { name: name.trim(), won_reasons: won, lost_reasons: lost }
  const path = `/pipelines/${pipeline.id}/`
  return (
    <FormDialog
      title={t`Edit ${pipeline.name}`}
      submitLabel={t`Save`}
      busy={write.isPending}
      error={formError(write.error, ['name', 'won_reasons', 'lost_reasons'])}
      onClose={onClose}
      onSubmit={() => write.mutate({ method: 'PATCH', path, body, version: pipeline.version }, { onSuccess: onClose })}
    >
      <NameField value={name} failure={write.error} onChange={setName} />
      <TagsInput
        label={t`Reasons for losing`}
        description={t`Offered when a deal is lost; other words are still possible.`}
        placeholder={t`Add a reason`}
        value={lost}
        error={fieldError(write.error, 'lost_reasons')}
        onChange={setLost}
      />
      <TagsInput
        label={t`Reasons for winning`}
        description={t`Offered when a deal is won. Without any, nobody is asked.`}
        placeholder={t`Add a reason`}
        value={won}
        error={fieldError(write.error, 'won_reasons')}
        onChange={setWon}
      />
      {!pipeline.is_default && (
        <AskedDeletion
          label={t`Delete the pipeline`}
          confirmLabel={t`Yes, delete the pipeline`}
          told={t`Its stages and its reasons go with it for good.`}
          busy={write.isPending}
          onDelete={() => write.mutate({ method: 'DELETE', path }, { onSuccess: onClose })}
        />
      )}
    </FormDialog>
  )
}
