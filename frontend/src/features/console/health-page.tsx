import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconHeartbeat from '@tabler/icons-react/dist/esm/icons/IconHeartbeat.mjs'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get } from '@/shared/api/http'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import { DeadLetters } from './dead-letters'
import { Panel } from './panel'
import { SlowStatements } from './slow-statements'
import { useMilliseconds } from './use-milliseconds'
import { usePartName } from './use-part-name'
import { type HealthPart, healthQuery, type Queue, queuesQuery } from './watch-api'

/** The parts of the installation, what waits, what was lost, what was slow. */
export function HealthPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(healthQuery)
  const look = useMutation({
    mutationFn: () => get<{ parts: HealthPart[] }>('/operator/health/', { anew: true }),
    onSuccess: (found) => client.setQueryData(healthQuery.queryKey, found as never),
  })
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      <PageHeader icon={<IconHeartbeat size={18} stroke={1.7} aria-hidden />} title={t`Health`} />
      <div className={classes.scroll}>
        <div className={classes.content}>
          <Panel
            title={t`Parts`}
            action={
              <Button size="compact-sm" variant="default" loading={look.isPending} onClick={() => look.mutate()}>
                {t`Check now`}
              </Button>
            }
          >
            {query.data ? (
              <Parts parts={query.data.parts} />
            ) : query.isPending ? (
              <Skeleton height={180} radius="md" />
            ) : (
              <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
            )}
          </Panel>
          <Queues />
          <DeadLetters />
          <SlowStatements />
        </div>
      </div>
    </div>
  )
}

function Parts({ parts }: { parts: HealthPart[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const time = useMilliseconds()
  const nameOf = usePartName()
  return (
    <ul className={classes.needs}>
      {parts.map((part) => (
        <li key={part.name} className={classes.need} data-ok={part.ok || undefined}>
          {part.ok ? (
            <IconCheck size={18} stroke={2} aria-label={t`Healthy`} />
          ) : (
            <IconAlertTriangle size={18} stroke={1.7} aria-label={t`Not healthy`} />
          )}
          <div>
            <span className={classes.needTitle}>{nameOf(part.name) ?? part.name}</span>
            <span className={classes.host}>{part.message}</span>
          </div>
          <span className={classes.aside}>
            {time(part.milliseconds)} · {format.relative(part.checked_at)}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Queues() {
  const { t } = useLingui()
  const format = useFormat()
  const query = useQuery(queuesQuery)
  const names: Record<string, string> = {
    interactive: t`Somebody waits for it`,
    default: t`Usual work`,
    bulk: t`Thousands of rows`,
    schemas: t`Making and changing schemas`,
  }
  const numbers = (queue: Queue) => [queue.messages, queue.waiting, queue.running].map(format.number)
  const heads = [t`Workers`, t`Messages`, t`Waiting jobs`, t`Running jobs`, t`Oldest waits since`]
  return (
    <Panel title={t`Queues`}>
      {query.isPending ? (
        <Skeleton height={120} radius="md" />
      ) : query.data && !query.isError ? (
        <>
          <Uncounted slugs={query.data.uncounted} />
          <section className={classes.tableScroll} aria-label={t`Queues`} tabIndex={0}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">
                    <span className={classes.plainHead}>{t`Queue`}</span>
                  </th>
                  {heads.map((label) => (
                    <th key={label} scope="col" className={classes.number}>
                      <span className={classes.plainHead}>{label}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {query.data.queues.map((queue) => (
                  <tr key={queue.name}>
                    <td>
                      {queue.name}
                      <span className={classes.host}>{names[queue.name]}</span>
                    </td>
                    <td className={classes.number}>
                      {queue.workers ? format.number(queue.workers) : <TintBadge color="red">{t`None`}</TintBadge>}
                    </td>
                    {numbers(queue).map((text, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
                      <td key={index} className={classes.number}>
                        {text}
                      </td>
                    ))}
                    <td className={classes.number}>{queue.oldest ? format.relative(queue.oldest) : '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : (
        <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
      )}
    </Panel>
  )
}

/** Whose jobs the numbers leave out. */
function Uncounted({ slugs }: { slugs: string[] }) {
  const { t } = useLingui()
  if (slugs.length === 0) return null
  return (
    <div className={classes.need} role="status">
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
      <div>
        <span className={classes.needTitle}>
          {plural(slugs.length, {
            one: 'The jobs of # tenant are missing here',
            other: 'The jobs of # tenants are missing here',
          })}
        </span>
        <span
          className={classes.host}
        >{t`Their database does not answer, or is not in the settings. The jobs are kept, and go on once it is back.`}</span>
        <span className={classes.needTenants}>
          {slugs.map((slug) => (
            <Link key={slug} to="/console/tenants/$slug" params={{ slug }}>
              {slug}
            </Link>
          ))}
        </span>
      </div>
    </div>
  )
}
