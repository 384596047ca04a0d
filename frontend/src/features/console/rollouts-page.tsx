import { Plural, useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Skeleton, Text } from '@mantine/core'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { isProblem } from '@/shared/api/problem'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import { useConsoleWrite } from './console-api'
import { isUnfinished, type Operation, type Rollouts, rolloutsQuery } from './operations-api'
import { OperationStanding, OperationsTable } from './operations-table'

/** Where every tenant's schema is, and the migrations that bring it there. */
export function RolloutsPage() {
  const { t } = useLingui()
  const query = useQuery(rolloutsQuery)
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      <PageHeader icon={<IconStack size={18} stroke={1.7} aria-hidden />} title={t`Migrations`} />
      <div className={classes.scroll}>
        <div className={classes.content}>
          {query.isPending ? (
            <Skeleton height={240} />
          ) : query.isError ? (
            <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
          ) : (
            <Shown rollouts={query.data} />
          )}
        </div>
      </div>
    </div>
  )
}

function Shown({ rollouts }: { rollouts: Rollouts }) {
  const { t } = useLingui()
  const running = rollouts.recent.find(isUnfinished)
  const past = rollouts.recent.filter((one) => !isUnfinished(one))
  return (
    <>
      {running ? <Running operation={running} rollouts={rollouts} /> : <Start rollouts={rollouts} />}
      <Versions rollouts={rollouts} />
      {rollouts.failed.length > 0 && <Failed rollouts={rollouts} />}
      {past.length > 0 && (
        <div className={classes.tableWrap}>
          <OperationsTable label={t`Former migrations`} operations={past} />
        </div>
      )}
    </>
  )
}

function Start({ rollouts }: { rollouts: Rollouts }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Operation>()
  const start = (retry: boolean) => write.mutate({ method: 'POST', path: '/rollouts/', body: { retry_failed: retry } })
  return (
    <section className={classes.panel} aria-label={t`State`}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>
          {rollouts.behind === 0 ? (
            t`Every tenant is up to date`
          ) : (
            <Plural value={rollouts.behind} one="# tenant is behind" other="# tenants are behind" />
          )}
        </h2>
        <Group gap="xs">
          {rollouts.failed.length > 0 && (
            <Button size="compact-md" variant="default" loading={write.isPending} onClick={() => start(true)}>
              {t`Try failed ones again`}
            </Button>
          )}
          {rollouts.behind > rollouts.failed.length && (
            <Button size="compact-md" loading={write.isPending} onClick={() => start(false)}>
              {t`Migrate`}
            </Button>
          )}
        </Group>
      </div>
      <Text size="sm" c="dimmed">
        {t`One tenant goes first. If it comes out right, the others follow; one that fails stops nobody else.`}
      </Text>
      <Refusal error={write.error} />
    </section>
  )
}

function Running({ operation, rollouts }: { operation: Operation; rollouts: Rollouts }) {
  const { t } = useLingui()
  const { paused, stopping } = rollouts
  const title = useRef<HTMLHeadingElement>(null)
  const write = useConsoleWrite<Operation>()
  const send = (way: 'pause' | 'resume' | 'stop') =>
    write.mutate(
      { method: 'POST', path: `/rollouts/${operation.id}/${way}/` },
      // The buttons go; what they led to is read from here.
      { onSuccess: () => way === 'stop' && title.current?.focus() },
    )
  return (
    <section className={classes.panel} aria-label={t`Running migration`}>
      <div className={classes.panelHead}>
        <h2 ref={title} tabIndex={-1} className={classes.panelTitle}>
          {stopping
            ? t`Stopping: it ends after the tenants it is at`
            : paused
              ? t`The migration is paused`
              : t`Tenants are being migrated`}
        </h2>
        {!stopping && (
          <Group gap="xs">
            <Button
              size="compact-md"
              variant="default"
              loading={write.isPending}
              onClick={() => send(paused ? 'resume' : 'pause')}
            >
              {paused ? t`Go on` : t`Pause`}
            </Button>
            <Button size="compact-md" variant="default" loading={write.isPending} onClick={() => send('stop')}>
              {t`Stop`}
            </Button>
          </Group>
        )}
      </div>
      <OperationStanding operation={operation} />
      <Refusal error={write.error} />
    </section>
  )
}

function Refusal({ error }: { error: unknown }) {
  if (!isProblem(error)) return null
  return (
    <Alert color="red" variant="light" role="alert" mt="sm">
      {error.detail}
    </Alert>
  )
}

function Versions({ rollouts }: { rollouts: Rollouts }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <div className={classes.tableWrap}>
      <table className={classes.table} aria-label={t`Versions`}>
        <thead>
          <tr>
            <th scope="col">
              <span className={classes.plainHead}>{t`Version`}</span>
            </th>
            <th scope="col" className={classes.number}>
              <span className={classes.plainHead}>{t`Tenants`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rollouts.versions.map((one) => (
            <tr key={one.version}>
              <td>
                <span className={classes.badges}>
                  {one.version}
                  {one.is_current && <TintBadge color="green">{t`This release`}</TintBadge>}
                </span>
              </td>
              <td className={classes.number}>{format.number(one.tenants)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Failed({ rollouts }: { rollouts: Rollouts }) {
  const { t } = useLingui()
  return (
    <div className={classes.tableWrap}>
      <table className={classes.table} aria-label={t`Failed tenants`}>
        <thead>
          <tr>
            <th scope="col">
              <span className={classes.plainHead}>{t`Failed`}</span>
            </th>
            <th scope="col">
              <span className={classes.plainHead}>{t`Why`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rollouts.failed.map((one) => (
            <tr key={one.slug}>
              <td>
                <Link to="/console/tenants/$slug" params={{ slug: one.slug }} className={classes.name}>
                  <span className={classes.nameText}>{one.name}</span>
                  <span className={classes.host}>{one.version}</span>
                </Link>
              </td>
              <td style={{ overflowWrap: 'anywhere' }}>{one.error}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
