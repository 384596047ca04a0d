import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './new-pipeline.module.css'
import type { PipelineTemplate } from './settings-api'
import { useCategoryLabels } from './use-category-labels'

type PreviewedStage = PipelineTemplate['stages'][number]

/** The stages as they would be made: their order, weight, and what they ask for. */
export function StagePreview({ stages }: { stages: PreviewedStage[] }) {
  const { t } = useLingui()
  const heading = useId()
  return (
    <section className={classes.preview} aria-labelledby={heading} aria-live="polite">
      <h3 id={heading} className={classes.previewTitle}>{t`Stages`}</h3>
      <ol className={classes.stages}>
        {stages.map((stage) => (
          <PreviewedRow key={stage.name} stage={stage} />
        ))}
      </ol>
      <p className={classes.hint}>{t`All of this can be changed afterwards.`}</p>
    </section>
  )
}

function PreviewedRow({ stage }: { stage: PreviewedStage }) {
  const { t } = useLingui()
  const labels = useCategoryLabels()
  const deal = useCatalogue().find((object) => object.features.includes('pipeline'))
  const required = stage.required_fields
    .map((name) => deal?.fields.find((field) => field.name === name)?.label ?? name)
    .join(', ')
  const notes = [
    ...(stage.rots_after === null ? [] : [t`rotting after ${stage.rots_after} d`]),
    ...(required ? [t`asks for ${required}`] : []),
  ]
  return (
    <li className={classes.stage}>
      <span className={classes.words}>
        <span className={classes.stageName}>{stage.name}</span>
        {notes.length > 0 && <span className={classes.hint}>{notes.join(' · ')}</span>}
      </span>
      {stage.category === 'open' ? (
        <span className={`${classes.hint} numeric`}>{stage.probability} %</span>
      ) : (
        <TintBadge color={stage.category === 'won' ? 'green' : 'red'}>{labels[stage.category]}</TintBadge>
      )}
    </li>
  )
}
