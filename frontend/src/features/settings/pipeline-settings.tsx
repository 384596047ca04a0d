import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { onUse } from '@/shared/on-use/on-use'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from './changing'
import { Loaded } from './loaded'
import classes from './settings.module.css'
import { type Pipeline, type Stage, settingsQuery, useSettingsWrite } from './settings-api'
import { SettingsSection } from './settings-section'
import { useCategoryLabels } from './use-category-labels'

const NewPipelineDialog = onUse(() => import('./new-pipeline-dialog').then((m) => m.NewPipelineDialog))
const PipelineDialog = onUse(() => import('./pipeline-dialog').then((m) => m.PipelineDialog))
const StageDialog = onUse(() => import('./stage-dialog').then((m) => m.StageDialog))

type Editing = { pipeline: Pipeline; stage: Stage | null }

export function PipelineSettings() {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('pipelines'))
  const [naming, setNaming] = useState<Pipeline | null>(null)
  const [making, setMaking] = useState(false)
  const [editing, setEditing] = useState<Editing | null>(null)
  return (
    <SettingsSection
      title={t`Pipelines`}
      help={t`The stages that a deal goes through. A stage's probability weighs the sums on the board.`}
      action={
        <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={() => setMaking(true)}>
          {t`New pipeline`}
        </Button>
      }
    >
      <Loaded query={query}>
        {(pipelines) =>
          pipelines.map((pipeline) => (
            <PipelinePanel
              key={pipeline.id}
              pipeline={pipeline}
              onRename={() => setNaming(pipeline)}
              onStage={(stage) => setEditing({ pipeline, stage })}
            />
          ))
        }
      </Loaded>
      {naming && <PipelineDialog pipeline={naming} onClose={() => setNaming(null)} />}
      {making && <NewPipelineDialog pipelines={query.data ?? []} onClose={() => setMaking(false)} />}
      {editing && <StageDialog pipeline={editing.pipeline} stage={editing.stage} onClose={() => setEditing(null)} />}
    </SettingsSection>
  )
}

interface PanelProps {
  pipeline: Pipeline
  onRename: () => void
  onStage: (stage: Stage | null) => void
}

function PipelinePanel({ pipeline, onRename, onStage }: PanelProps) {
  const { t } = useLingui()
  const categoryLabels = useCategoryLabels()
  const write = useSettingsWrite()
  const stages = [...pipeline.stages].sort((a, b) => a.position - b.position)
  const swap = async (stage: Stage, other: Stage | undefined) => {
    if (!other) return
    await write.mutateAsync({ method: 'PATCH', path: `/stages/${stage.id}/`, body: { position: other.position } })
    await write.mutateAsync({ method: 'PATCH', path: `/stages/${other.id}/`, body: { position: stage.position } })
  }
  return (
    <section className={classes.panel} aria-label={pipeline.name}>
      <Group justify="space-between" mb="xs">
        <h2 className={classes.panelTitle} style={{ margin: 0 }}>
          {pipeline.name} {pipeline.is_default && <TintBadge color="blue">{t`Default`}</TintBadge>}
        </h2>
        <Changing>
          <Group gap={6}>
            {!pipeline.is_default && (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() =>
                  write.mutate({ method: 'PATCH', path: `/pipelines/${pipeline.id}/`, body: { is_default: true } })
                }
              >{t`Make it the default`}</Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t`Edit ${pipeline.name}`}
              onClick={onRename}
            >{t`Edit`}</Button>
          </Group>
        </Changing>
      </Group>
      <ol className={classes.stages}>
        {stages.map((stage, index) => (
          <li key={stage.id} className={classes.stage}>
            <Changing>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t`Move ${stage.name} up`}
                disabled={index === 0 || write.isPending}
                onClick={() => swap(stage, stages[index - 1])}
              >
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t`Move ${stage.name} down`}
                disabled={index === stages.length - 1 || write.isPending}
                onClick={() => swap(stage, stages[index + 1])}
              >
                <IconArrowDown size={14} aria-hidden />
              </ActionIcon>
            </Changing>
            <span className={classes.stageName}>{stage.name}</span>
            <TintBadge color={stage.category === 'won' ? 'green' : stage.category === 'lost' ? 'red' : 'indigo'}>
              {categoryLabels[stage.category]}
            </TintBadge>
            {stage.retired && <TintBadge>{t`Retired`}</TintBadge>}
            <span className={`${classes.muted} numeric`}>{stage.probability} %</span>
            {stage.rots_after !== null && (
              <span className={`${classes.muted} numeric`}>{t`rotting after ${stage.rots_after} d`}</span>
            )}
            <Changing>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t`Edit ${stage.name}`}
                onClick={() => onStage(stage)}
              >{t`Edit`}</Button>
            </Changing>
          </li>
        ))}
      </ol>
      <Changing>
        <Button
          size="compact-sm"
          variant="subtle"
          mt="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onStage(null)}
        >{t`Add a stage`}</Button>
      </Changing>
    </section>
  )
}
