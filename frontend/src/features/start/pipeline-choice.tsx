import '@mantine/core/styles/RadioIndicator.css'
import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Radio } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useProblemWording } from '@/shared/ui/problem-message'
import { type Guide, useGuideChange, useTemplate } from './guide-api'
import classes from './start.module.css'

/** Ways of selling with their stages; the chosen one takes the place of the first pipeline. */
export function PipelineChoice({ guide }: { guide: Guide }) {
  const { t } = useLingui()
  const wording = useProblemWording()
  const choose = useTemplate()
  const change = useGuideChange()
  const [chosen, setChosen] = useState(guide.templates[0]?.key ?? '')
  return (
    <div>
      {choose.error && (
        <Alert color="red" variant="light" role="alert" mb="xs">
          {wording(choose.error).text}
        </Alert>
      )}
      {guide.samples > 0 && (
        <p className={classes.hint}>
          {t`The sample opportunities keep their own pipeline; yours begin in the one that you choose.`}
        </p>
      )}
      <Radio.Group value={chosen} onChange={setChosen} aria-label={t`Pipeline`}>
        <div className={classes.templates}>
          {guide.templates.map((one) => (
            <Radio.Card key={one.key} value={one.key} className={classes.template}>
              <Group gap={8} wrap="nowrap" align="flex-start">
                <Radio.Indicator size="xs" mt={3} />
                <span>
                  <strong>{one.label}</strong>
                  <span className={classes.hint}>{one.description}</span>
                  <span className={classes.stages}>{one.stages.map((stage) => stage.name).join(' → ')}</span>
                </span>
              </Group>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <Group gap="xs" mt="sm">
        <Button size="compact-md" loading={choose.isPending} onClick={() => choose.mutate(chosen)}>
          {t`Use these stages`}
        </Button>
        <Button variant="default" size="compact-md" onClick={() => change.mutate({ steps: { pipeline: 'done' } })}>
          {t`Keep the present ones`}
        </Button>
        <Link to="/settings/$section" params={{ section: 'pipelines' }} className={classes.link}>
          {t`Adjust them in the settings`}
        </Link>
      </Group>
    </div>
  )
}
