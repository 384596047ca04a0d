import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Group, Table } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconInfoCircle from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs'
import type { Format } from '@/shared/lib/format'
import classes from './import.module.css'
import type { ImportJob } from './import-api'

export function Counts({ job, format }: { job: ImportJob; format: Format }) {
  const { t } = useLingui()
  const shown: [string, number, string?][] = [
    [t`Created`, job.counts.created ?? 0, 'good'],
    [t`Updated`, job.counts.updated ?? 0],
    [t`Unchanged`, job.counts.unchanged ?? 0],
    [t`Skipped`, job.counts.skipped ?? 0],
    [t`Failed`, job.counts.failed ?? 0, (job.counts.failed ?? 0) > 0 ? 'bad' : undefined],
  ]
  return (
    <dl className={classes.counts}>
      {shown.map(([label, count, tone]) => (
        <div key={label} className={classes.count} data-tone={tone}>
          <dt>{label}</dt>
          <dd className="numeric">{format.number(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

const exampleText = (example: unknown) =>
  typeof example === 'object' && example !== null ? Object.values(example).join(' → ') : String(example)

const EXAMPLES = 5

export function Notices({ job }: { job: ImportJob }) {
  const { t } = useLingui()
  return (
    <section className={classes.block} aria-label={t`What was done on the way`}>
      <Group justify="space-between" mb={6}>
        <h3 className={classes.blockTitle}>{t`What was done on the way`}</h3>
        {job.report_file && <DownloadLink href={job.report_file} label={t`Download the report`} />}
      </Group>
      <ul className={classes.notices}>
        {(job.notices ?? []).map((notice) => (
          <li key={`${notice.code} ${notice.column} ${notice.message}`} className={classes.notice}>
            <IconInfoCircle size={16} stroke={1.8} aria-hidden />
            <span className={classes.noticeText}>
              {notice.message}
              {(notice.examples ?? []).length > 0 && (
                <span className={classes.examples}>
                  {(notice.examples ?? []).slice(0, EXAMPLES).map(exampleText).join(', ')}
                </span>
              )}
            </span>
            {(notice.count ?? 0) > 0 && (
              <span className={`${classes.noticeCount} numeric`}>
                {notice.code === 'unmapped_columns'
                  ? plural(notice.count ?? 0, { one: '# column', other: '# columns' })
                  : plural(notice.count ?? 0, { one: '# row', other: '# rows' })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function DownloadLink({ href, label }: { href: string; label: string }) {
  return (
    <Button
      component="a"
      href={href}
      download
      size="compact-sm"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
    >
      {label}
    </Button>
  )
}

export function Errors({ job, format }: { job: ImportJob; format: Format }) {
  const { t } = useLingui()
  const errors = job.errors ?? []
  const count = job.error_count ?? errors.length
  const hidden = count - errors.length
  return (
    <section className={classes.block} aria-label={t`Rows with errors`}>
      <Group justify="space-between" mb={6}>
        <h3 className={classes.blockTitle}>
          {plural(count, { one: '# row with an error', other: '# rows with errors' })}
        </h3>
        {job.error_file && <DownloadLink href={job.error_file} label={t`Download the error file`} />}
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
            {errors.map((error, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row may have several errors
              <Table.Tr key={index}>
                <Table.Td className="numeric">{error.row === null ? '' : format.number(error.row)}</Table.Td>
                <Table.Td>{error.column}</Table.Td>
                <Table.Td className={classes.value}>{error.value == null ? '' : exampleText(error.value)}</Table.Td>
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
