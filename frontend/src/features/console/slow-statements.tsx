import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './console.module.css'
import { Panel } from './panel'
import { useMilliseconds } from './use-milliseconds'
import { statementsQuery } from './watch-api'

/** Statements that took long, with the tenant they worked for. */
export function SlowStatements() {
  const { t } = useLingui()
  const format = useFormat()
  const time = useMilliseconds()
  const query = useQuery(statementsQuery)
  if (query.isPending) return <Skeleton height={120} radius="md" mt="md" />
  if (!query.data) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  const { slow, server, slow_from_ms } = query.data
  return (
    <>
      <Panel title={t`Statements of more than ${time(slow_from_ms)}`}>
        {slow.length === 0 ? (
          <p className={classes.quiet}>{t`None in the last seven days.`}</p>
        ) : (
          <ul className={classes.needs}>
            {slow.map((one) => (
              <li key={`${one.at} ${one.statement}`} className={classes.statement}>
                <span className={classes.needTitle}>
                  {time(one.milliseconds)} ·{' '}
                  {one.tenant ? (
                    <Link to="/console/tenants/$slug" params={{ slug: one.tenant }} search={{ section: 'watch' }}>
                      {one.tenant}
                    </Link>
                  ) : (
                    t`The platform`
                  )}{' '}
                  · {format.relative(one.at)}
                </span>
                <code>{one.statement}</code>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {server && (
        <Panel title={t`What cost the database most, over all tenants`}>
          <ul className={classes.needs}>
            {server.map((one) => (
              <li key={one.statement} className={classes.statement}>
                <span className={classes.needTitle}>
                  {t`${time(one.total_ms)} in ${format.number(one.calls)} calls, ${time(one.mean_ms)} each`}
                </span>
                <code>{one.statement}</code>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
