import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconDashboard from '@tabler/icons-react/dist/esm/icons/IconLayoutDashboard.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './console.module.css'
import { NeedRow } from './need-row'
import { useMilliseconds } from './use-milliseconds'
import { useTenantWords } from './use-tenant-words'
import { type Overview, overviewQuery } from './watch-api'

/** What needs an operator now, and how the installation is doing. */
export function OverviewPage() {
  const { t } = useLingui()
  const query = useQuery(overviewQuery)
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      <PageHeader icon={<IconDashboard size={18} stroke={1.7} aria-hidden />} title={t`Overview`} />
      <div className={classes.scroll}>
        <div className={classes.content}>
          {query.data ? (
            <Shown overview={query.data} />
          ) : query.isPending ? (
            <Skeleton height={240} radius="md" />
          ) : (
            <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
          )}
        </div>
      </div>
    </div>
  )
}

function Shown({ overview }: { overview: Overview }) {
  return (
    <>
      <States overview={overview} />
      <Needs overview={overview} />
      {overview.busiest.length > 0 && <Busiest overview={overview} />}
    </>
  )
}

function States({ overview }: { overview: Overview }) {
  const { t } = useLingui()
  const format = useFormat()
  const { states } = useTenantWords()
  const shown = Object.entries(states).filter(([state]) => overview.states[state])
  return (
    <section className={classes.tiles} aria-label={t`Tenants by state`}>
      <Link to="/console/tenants" className={classes.tile}>
        <span className={classes.tileNumber}>{format.number(overview.tenants)}</span>
        <span className={classes.muted}>{t`Tenants`}</span>
      </Link>
      {shown.map(([state, { label }]) => (
        <Link key={state} to="/console/tenants" search={{ state }} className={classes.tile}>
          <span className={classes.tileNumber}>{format.number(overview.states[state] ?? 0)}</span>
          <span className={classes.muted}>{label}</span>
        </Link>
      ))}
    </section>
  )
}

function Needs({ overview }: { overview: Overview }) {
  const { t } = useLingui()
  const quiet = overview.needs.length + overview.unhealthy.length + overview.dead_letters === 0
  return (
    <section className={classes.panel} aria-label={t`Needs you now`}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{t`Needs you now`}</h2>
      </div>
      {quiet ? (
        <StateMessage icon={<IconCircleCheck size={22} stroke={1.6} aria-hidden />} title={t`All is well`}>
          {t`No part fails, nothing was lost, every tenant is up to date.`}
        </StateMessage>
      ) : (
        <ul className={classes.needs}>
          {overview.unhealthy.map((part) => (
            <NeedRow key={part.name} kind={part.name} note={part.message} />
          ))}
          {overview.dead_letters > 0 && <NeedRow kind="dead_letters" count={overview.dead_letters} />}
          {overview.needs.map((need) => (
            <NeedRow key={need.kind} kind={need.kind} count={need.count} tenants={need.tenants} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Busiest({ overview }: { overview: Overview }) {
  const { t } = useLingui()
  const format = useFormat()
  const time = useMilliseconds()
  return (
    <section className={classes.panel} aria-label={t`Busiest in the last 24 hours`}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{t`Busiest in the last 24 hours`}</h2>
      </div>
      <section className={classes.tableScroll} aria-label={t`Busiest in the last 24 hours`} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className={classes.plainHead}>{t`Tenant`}</span>
              </th>
              {[t`Requests`, t`Errors`, t`95 % within`, t`Database time`].map((label) => (
                <th key={label} scope="col" className={classes.number}>
                  <span className={classes.plainHead}>{label}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {overview.busiest.map((one) => (
              <tr key={one.slug}>
                <td>
                  <Link
                    to="/console/tenants/$slug"
                    params={{ slug: one.slug }}
                    search={{ section: 'watch' }}
                    className={classes.name}
                  >
                    <span className={classes.nameText}>{one.name}</span>
                  </Link>
                </td>
                <td className={classes.number}>{format.number(one.requests)}</td>
                <td className={classes.number}>{format.number(one.errors)}</td>
                <td className={classes.number}>{time(one.p95_ms)}</td>
                <td className={classes.number}>{time(one.database_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
