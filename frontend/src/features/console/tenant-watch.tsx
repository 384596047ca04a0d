import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './console.module.css'
import type { Tenant } from './console-api'
import { Panel } from './panel'
import { Facts } from './tenant-facts'
import { TrafficBars } from './traffic-bars'
import { useBytes } from './use-bytes'
import { useConsoleAct } from './use-console-act'
import { useMilliseconds } from './use-milliseconds'
import { type TenantWatch as Watch, watchQuery } from './watch-api'

/** How large and how busy a tenant is, and what of its work failed. */
export function TenantWatch({ tenant }: { tenant: Tenant }) {
  const query = useQuery(watchQuery(tenant.slug))
  if (query.isPending) return <Skeleton height={240} radius="md" />
  if (!query.data) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  return (
    <>
      <Figures watch={query.data} />
      <TrafficBars hours={query.data.hours} />
      <FailedJobs slug={tenant.slug} jobs={query.data.failed_jobs} />
    </>
  )
}

function Figures({ watch }: { watch: Watch }) {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const time = useMilliseconds()
  const { usage, hours } = watch
  const sum = (name: 'requests' | 'errors' | 'milliseconds' | 'database_ms' | 'jobs' | 'job_ms') =>
    hours.reduce((total, hour) => total + hour[name], 0)
  const facts: [string, ReactNode][] = [
    [t`Requests in 24 hours`, format.number(sum('requests'))],
    [t`Errors`, format.number(sum('errors'))],
    [t`95 % of answers within`, usage?.p95_ms ? time(usage.p95_ms) : '–'],
    [t`Jobs in 24 hours`, format.number(sum('jobs'))],
    [t`Database time`, time(sum('database_ms'))],
    [t`Working time`, time(sum('milliseconds') + sum('job_ms'))],
  ]
  const sizes: [string, ReactNode][] = usage
    ? [
        [t`Active users`, format.number(usage.users)],
        [t`Last sign-in`, usage.last_sign_in_at ? format.relative(usage.last_sign_in_at) : t`Never`],
        [t`Rows (estimated)`, usage.rows === null ? t`Unknown` : format.number(usage.rows)],
        [t`Database`, usage.database_bytes === null ? t`Unknown` : bytes(usage.database_bytes)],
        [t`Files`, bytes(usage.file_bytes)],
        [t`Open jobs`, format.number(usage.jobs_open)],
      ]
    : []
  return (
    <>
      <Facts title={t`Load`} facts={facts} />
      {usage && <Facts title={t`Size`} facts={sizes} />}
    </>
  )
}

function FailedJobs({ slug, jobs }: { slug: string; jobs: Watch['failed_jobs'] }) {
  const { t } = useLingui()
  const format = useFormat()
  const act = useConsoleAct()
  return (
    <Panel title={t`Failed jobs`}>
      {jobs === null ? (
        <p className={classes.quiet}>{t`Unknown: its database does not answer.`}</p>
      ) : jobs.length === 0 ? (
        <p className={classes.quiet}>{t`None.`}</p>
      ) : (
        <ul className={classes.needs}>
          {jobs.map((job) => (
            <li key={job.id} className={classes.need}>
              <div>
                <span className={classes.needTitle}>{job.kind}</span>
                <span className={classes.host}>
                  {job.error} · {job.finished_at && format.relative(job.finished_at)}
                </span>
              </div>
              <Button
                size="compact-sm"
                variant="default"
                className={classes.asideActions}
                loading={act.isPending}
                onClick={() => act.mutate({ method: 'POST', path: `/tenants/${slug}/jobs/${job.id}/retry/` })}
              >{t`Retry`}</Button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
