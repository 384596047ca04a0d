import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Progress, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useObject } from '@/shared/api/catalogue'
import { isProblem } from '@/shared/api/problem'
import { recordKeys } from '@/shared/api/records'
import type { Format } from '@/shared/lib/format'
import { announce } from '@/shared/ui/announce'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './import.module.css'
import { cancelImport, type ImportJob, importQuery, isOver, undoImport } from './import-api'
import { Counts, Errors, Notices } from './import-report'
import { useStateLabels } from './state-label'

interface Props {
  id: string
  format: Format
  onAgain: () => void
  /** What else can be done with it, once it is over. */
  children?: ReactNode
}

/** A running import with its progress, then what came of it: nothing is dropped in silence. */
export function ImportResult({ id, format, onAgain, children }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(importQuery(id))
  const job = query.data
  const over = job ? isOver(job) : false
  const cancel = useMutation({
    mutationFn: () => cancelImport(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  })
  const object = job?.object ?? ''
  useEffect(() => {
    if (!over) return
    announce(t`The import is finished.`)
    client.invalidateQueries({ queryKey: recordKeys.object(object) })
    client.invalidateQueries({ queryKey: ['board'] })
    client.invalidateQueries({ queryKey: ['imports'], exact: true })
  }, [over, object, client, t])

  if (query.isError && !job) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  if (!job) return <Progress value={0} aria-label={t`Progress of the import`} />
  return (
    <section aria-label={t`Import of ${job.file_name}`}>
      <Heading job={job} format={format} />
      {!over && <Running job={job} format={format} onCancel={() => cancel.mutate()} cancelling={cancel.isPending} />}
      {over && job.error && (
        <Alert color="red" variant="light" role="alert" mb="md" title={t`The import could not be finished`}>
          {job.error}
        </Alert>
      )}
      {over && <Counts job={job} format={format} />}
      {(job.notices ?? []).length > 0 && <Notices job={job} />}
      {(job.error_count ?? 0) > 0 && <Errors job={job} format={format} />}
      {over && (
        <Group gap="xs" mt="lg">
          {children}
          {!job.dry_run && <ToRecords job={job} />}
          <Button variant="default" onClick={onAgain}>{t`Import another file`}</Button>
          <TakeBack job={job} />
        </Group>
      )}
    </section>
  )
}

function Heading({ job, format }: { job: ImportJob; format: Format }) {
  const { t } = useLingui()
  const stateLabel = useStateLabels()
  return (
    <header className={classes.resultHead}>
      <h2 className={classes.resultTitle}>{job.file_name}</h2>
      <p className={classes.facts}>
        {job.undone ? t`Taken back` : stateLabel(job.state)}
        {job.dry_run && ` · ${t`Dry run: nothing was written`}`}
        {job.created_at && ` · ${format.dateTime(job.created_at)}`}
        {job.created_by?.name && ` · ${job.created_by.name}`}
      </p>
    </header>
  )
}

interface RunningProps {
  job: ImportJob
  format: Format
  onCancel: () => void
  cancelling: boolean
}

function Running({ job, format, onCancel, cancelling }: RunningProps) {
  const { t } = useLingui()
  const { done, total } = job.progress ?? { done: 0, total: 0 }
  const percent = total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0
  return (
    <div className={classes.running}>
      <Progress.Root size="lg">
        <Progress.Section value={percent} aria-label={t`Progress of the import`} animated />
      </Progress.Root>
      <Group justify="space-between" mt={6}>
        <span className={`${classes.hint} numeric`}>
          {total > 0 ? t`${format.number(done)} of ${format.number(total)} rows` : t`Waiting to start…`}
        </span>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel} loading={cancelling}>
          {t`Cancel`}
        </Button>
      </Group>
    </div>
  )
}

function ToRecords({ job }: { job: ImportJob }) {
  const { t } = useLingui()
  const object = useObject(job.object)
  if (!object) return null
  return (
    <Button component={Link} to="/$object" params={{ object: object.name } as never}>
      {t`Show ${object.label_plural}`}
    </Button>
  )
}

/** Only what an import wrote can be taken back, and only once. */
function TakeBack({ job }: { job: ImportJob }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const wrote = (job.counts.created ?? 0) + (job.counts.updated ?? 0)
  const undo = useMutation({
    mutationFn: () => undoImport(job.id),
    onSuccess: (next) => {
      setAsking(false)
      client.setQueryData(importQuery(job.id).queryKey, next)
      client.invalidateQueries({ queryKey: ['imports'] })
    },
    onError: (error) => {
      setAsking(false)
      const message = isProblem(error) ? error.detail || error.title : ''
      notifications.show({ color: 'red', title: t`It could not be taken back`, message })
    },
  })
  if (job.undone || job.dry_run || wrote === 0) return null
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>{t`Take the import back`}</Button>
      {asking && (
        <Modal opened onClose={() => setAsking(false)} title={t`Take the import back?`}>
          <Text size="sm">{t`What it created goes to the Trash, and what it changed gets its former values.`}</Text>
          <Group justify="flex-end" mt="lg" gap="xs">
            <Button variant="default" onClick={() => setAsking(false)}>{t`Cancel`}</Button>
            <Button color="red" loading={undo.isPending} onClick={() => undo.mutate()}>{t`Take it back`}</Button>
          </Group>
        </Modal>
      )}
    </>
  )
}
