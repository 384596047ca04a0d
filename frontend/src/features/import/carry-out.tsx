import { useLingui } from '@lingui/react/macro'
import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useProblemWording } from '@/shared/ui/problem-message'
import type { ImportJob } from './import-api'

interface Props {
  start: () => Promise<ImportJob>
  onStarted: (job: ImportJob) => void
  onBack: () => void
}

/** After a dry run: the same file in earnest, or once more its columns. */
export function CarryOut({ start, onStarted, onBack }: Props) {
  const { t } = useLingui()
  const wordingOf = useProblemWording()
  const run = useMutation({ mutationFn: start, onSuccess: onStarted })
  return (
    <>
      {run.isError && (
        <Alert color="red" variant="light" role="alert" w="100%" title={wordingOf(run.error).title}>
          {wordingOf(run.error).text}
        </Alert>
      )}
      <Button loading={run.isPending} onClick={() => run.mutate()}>{t`Import it now`}</Button>
      <Button variant="default" onClick={onBack}>{t`Back to the columns`}</Button>
    </>
  )
}
