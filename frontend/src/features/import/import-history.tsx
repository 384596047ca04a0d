import { useLingui } from '@lingui/react/macro'
import { Skeleton, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCatalogue } from '@/shared/api/catalogue'
import type { Format } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './import.module.css'
import { importsQuery } from './import-api'
import { useStateLabels } from './state-label'

const TONES = { queued: 'gray', running: 'blue', done: 'green', failed: 'red', cancelled: 'gray' }

/** The imports so far, each with its report. */
export function ImportHistory({ format }: { format: Format }) {
  const { t } = useLingui()
  const stateLabel = useStateLabels()
  const objects = useCatalogue()
  const query = useQuery(importsQuery)
  if (query.isPending) return <Skeleton height={120} />
  if (query.isError) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  if (query.data.length === 0)
    return <StateMessage title={t`No imports yet`}>{t`Every import and its report will be listed here.`}</StateMessage>
  return (
    <div className={classes.tableWrap}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`File`}</Table.Th>
            <Table.Th>{t`Imported as`}</Table.Th>
            <Table.Th>{t`State`}</Table.Th>
            <Table.Th ta="end">{t`Created`}</Table.Th>
            <Table.Th ta="end">{t`Failed`}</Table.Th>
            <Table.Th>{t`When`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {query.data.map((job) => (
            <Table.Tr key={job.id}>
              <Table.Td>
                <Link to="/import" search={{ job: job.id }} className={classes.link}>
                  {job.file_name}
                </Link>
              </Table.Td>
              <Table.Td>{objects.find((one) => one.name === job.object)?.label_plural ?? t`Users and teams`}</Table.Td>
              <Table.Td>
                <TintBadge color={job.undone ? 'gray' : TONES[job.state]}>
                  {job.undone ? t`Taken back` : stateLabel(job.state)}
                </TintBadge>
              </Table.Td>
              <Table.Td ta="end" className="numeric">
                {format.number(job.counts?.created ?? 0)}
              </Table.Td>
              <Table.Td ta="end" className="numeric">
                {format.number(job.counts?.failed ?? 0)}
              </Table.Td>
              <Table.Td>{job.created_at && format.relative(job.created_at)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
