import { Plural, useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Progress, Text } from '@mantine/core'
import IconSparkles from '@tabler/icons-react/dist/esm/icons/IconSparkles.mjs'
import { isProblem } from '@/shared/api/problem'
import { useProblemWording } from '@/shared/ui/problem-message'
import type { Guide } from './guide-api'
import classes from './start.module.css'
import { useSamples } from './use-samples'

/** Sample records: add them, watch them come, remove them; asked only where some have to stay. */
export function SamplesBox({ guide }: { guide: Guide }) {
  const { t } = useLingui()
  const wording = useProblemWording()
  const { add, remove, job, failed } = useSamples(guide.job)
  const staying = isProblem(remove.error, 409) ? remove.error.detail : ''
  const problem = isProblem(add.error, 409) ? null : (add.error ?? (staying ? null : remove.error))
  if (job)
    return (
      <div role="status" className={classes.working}>
        <Text size="sm">{t`Making sample records…`}</Text>
        <Progress
          value={job.progress.total ? (job.progress.done / job.progress.total) * 100 : 10}
          animated
          aria-label={t`Sample records`}
        />
      </div>
    )
  return (
    <>
      {(problem || failed) && (
        <Alert color="red" variant="light" role="alert" mb="xs">
          {problem ? wording(problem).text : failed}
        </Alert>
      )}
      {guide.samples > 0 ? (
        <Group gap="sm">
          <Text size="sm">
            <Plural
              value={guide.samples}
              one="# sample record is in this workspace."
              other="# sample records are in this workspace."
            />
          </Text>
          <Button
            variant="default"
            size="compact-sm"
            loading={remove.isPending}
            onClick={() => remove.mutate(false)}
          >{t`Remove the sample records`}</Button>
        </Group>
      ) : (
        <Button
          variant="default"
          size="compact-md"
          loading={add.isPending}
          leftSection={<IconSparkles size={15} stroke={1.8} aria-hidden />}
          onClick={() => add.mutate()}
        >{t`Add sample records`}</Button>
      )}
      <Modal opened={staying !== ''} onClose={() => remove.reset()} title={t`Some sample records stay`}>
        <Text size="sm">{staying}</Text>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={() => remove.reset()}>{t`Cancel`}</Button>
          <Button loading={remove.isPending} onClick={() => remove.mutate(true)}>{t`Remove the others`}</Button>
        </Group>
      </Modal>
    </>
  )
}
