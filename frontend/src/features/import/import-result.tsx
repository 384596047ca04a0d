import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Progress, Table } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useObject } from '@/shared/api/catalogue'
import { recordKeys } from '@/shared/api/records'
import type { Format } from '@/shared/lib/format'
import { announce } from '@/shared/ui/announce'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './import.module.css'
import { cancelImport, type ImportJob, importQuery, isOver } from './import-api'
import { useStateLabels } from './state-label'

interface Props {
  id: string
  format: Format
  onAgain: () => void
}

/** A running import with its progress, then what came of it: nothing is dropped in silence. */
export function ImportResult({ id, format, onAgain }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(importQuery(id))
  const job = query.data
  const over = job ? isOver(job.state) : false
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
      {over && <Counts job={job} format={format} />}
      {job.notices.length > 0 && <Notices job={job} format={format} />}
      {job.error_count > 0 && <Errors job={job} format={format} />}
      {over && (
        <Group gap="xs" mt="lg">
          <ToRecords job={job} />
          <Button variant="default" onClick={onAgain}>{t`Import another file`}</Button>
        </Group>
      )}
    </section>
  )
}

function Heading({ job, format }: { job: ImportJob; format: Format }) {
  const stateLabel = useStateLabels()
  return (
    <header className={classes.resultHead}>
      <h2 className={classes.resultTitle}>{job.file_name}</h2>
      <p className={classes.facts}>
        {stateLabel(job.state)} · {format.dateTime(job.created_at)}
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

function Counts({ job, format }: { job: ImportJob; format: Format }) {
  const { t } = useLingui()
  const shown: [string, number, string?][] = [
    [t`Created`, job.counts.created, 'good'],
    [t`Updated`, job.counts.updated],
    [t`Unchanged`, job.counts.unchanged],
    [t`Skipped`, job.counts.skipped],
    [t`Failed`, job.counts.failed, job.counts.failed > 0 ? 'bad' : undefined],
  ]
  return (
    <dl className={classes.counts}>
      {shown.map(([label, count, tone]) => (
        <div key={label} className={classes.count} data-tone={tone}>
          <dt>{label}</dt>
          <dd className="numeric">{format.number(count ?? 0)}</dd>
        </div>
      ))}
    </dl>
  )
}

const exampleText = (example: unknown) =>
  typeof example === 'object' && example !== null ? Object.values(example).join(' → ') : String(example)

function Notices({ job, format }: { job: ImportJob; format: Format }) {
  const { t } = useLingui()
  return (
    <section className={classes.block} aria-label={t`What was done on the way`}>
      <h3 className={classes.blockTitle}>{t`What was done on the way`}</h3>
      {job.notices.map((notice) => (
        <Alert
          key={`${notice.code} ${notice.column} ${notice.message}`}
          color="yellow"
          variant="light"
          p="xs"
          mb={6}
          title={
            notice.column
              ? t`${notice.column}: ${plural(notice.count, { one: '# row', other: '# rows' })}`
              : t`${format.number(notice.count)} rows`
          }
        >
          {notice.message}
          {notice.examples.length > 0 && (
            <span className={classes.examples}>{notice.examples.slice(0, 5).map(exampleText).join(', ')}</span>
          )}
        </Alert>
      ))}
    </section>
  )
}

function Errors({ job, format }: { job: ImportJob; format: Format }) {
  const { t } = useLingui()
  const hidden = job.error_count - job.errors.length
  return (
    <section className={classes.block} aria-label={t`Rows with errors`}>
      <Group justify="space-between" mb={6}>
        <h3 className={classes.blockTitle}>
          {plural(job.error_count, { one: '# row with an error', other: '# rows with errors' })}
        </h3>
        {job.error_file && (
          <Button
            component="a"
            href={job.error_file}
            download
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
          >{t`Download the error file`}</Button>
        )}
      </Group>
      <div className={classes.tableWrap}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t`Row`}</Table.Th>
              <Table.Th>{t`Column`}</Table.Th>
              <Table.Th>{t`Value`}</Table.Th>
              <Table.Th>{t`Reason`}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {job.errors.map((error, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row may have several errors
              <Table.Tr key={index}>
                <Table.Td className="numeric">{error.row === null ? '' : format.number(error.row)}</Table.Td>
                <Table.Td>{error.column}</Table.Td>
                <Table.Td className={classes.value}>{error.value}</Table.Td>
                <Table.Td>{error.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {hidden > 0 && <p className={classes.hint}>{t`${format.number(hidden)} more are in the error file.`}</p>}
    </section>
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
