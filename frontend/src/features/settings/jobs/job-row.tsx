import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import type { Format } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import { Changing } from '../changing'
import classes from './jobs.module.css'
import { isOpen, type Work } from './jobs-api'

interface Props {
  job: Work
  format: Format
  busy: boolean
  onStep: (step: 'cancel' | 'retry') => void
}

const TINTS = { queued: 'gray', running: 'blue', done: 'green', failed: 'red', cancelled: 'gray' } as const

/** One job: what, who, since when, how far, and what can be done about it. */
export function JobRow({ job, format, busy, onStep }: Props) {
  const { t } = useLingui()
  const { user } = useMe()
  const object = useCatalogue().find((one) => one.name === job.object)
  const title = object ? `${job.label} · ${object.label_plural}` : job.label
  const importId = job.requested_by?.id === user.id ? job.import : null
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <p className={classes.title}>
          {title} <StateBadge job={job} />
        </p>
        <Facts job={job} format={format} />
        {job.state === 'running' && job.progress.total !== null && (
          <Progress
            size="sm"
            mt={6}
            value={(100 * job.progress.done) / Math.max(1, job.progress.total)}
            aria-label={t`Progress of ${title}`}
          />
        )}
        {job.error && <p className={classes.error}>{job.error}</p>}
      </div>
      {importId && (
        <Link to="/import" search={{ job: importId }} className={classes.link}>
          {t`Report`}
        </Link>
      )}
      <Changing>
        {job.can_cancel && (
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            aria-label={t`Stop: ${title}`}
            onClick={() => onStep('cancel')}
          >{t`Stop`}</Button>
        )}
        {job.can_retry && (
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            aria-label={t`Try again: ${title}`}
            onClick={() => onStep('retry')}
          >{t`Try again`}</Button>
        )}
      </Changing>
    </li>
  )
}

function StateBadge({ job }: { job: Work }) {
  const { t } = useLingui()
  const labels = {
    queued: t`Waiting`,
    running: t`Running`,
    done: t`Done`,
    failed: t`Failed`,
    cancelled: t`Cancelled`,
  }
  const ending = isOpen(job) && !job.can_cancel
  return <TintBadge color={TINTS[job.state]}>{ending ? t`Ending` : labels[job.state]}</TintBadge>
}

function Facts({ job, format }: { job: Work; format: Format }) {
  const { t } = useLingui()
  const { done, total } = job.progress
  const seconds =
    job.started_at && job.finished_at ? (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000 : null
  const facts = [
    job.requested_by?.name ?? t`By the clock`,
    ...(total !== null ? [t`${format.number(done)} of ${format.number(total)}`] : []),
    ...(seconds === null ? [] : [seconds < 1 ? t`took less than a second` : t`took ${format.duration(seconds)}`]),
    ...(job.state === 'queued' && job.attempts > 0
      ? [plural(job.attempts, { one: 'tried once, tried again soon', other: 'tried # times, tried again soon' })]
      : []),
    ...(isOpen(job) && job.message ? [job.message] : []),
  ]
  const begun = job.started_at ?? job.created_at
  return (
    <p className={classes.facts}>
      <time dateTime={begun} title={format.dateTime(begun)}>
        {format.relative(begun)}
      </time>
      {facts.map((fact) => ` · ${fact}`).join('')}
    </p>
  )
}
