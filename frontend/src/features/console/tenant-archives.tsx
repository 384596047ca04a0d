import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { CloneDialog } from './clone-dialog'
import classes from './console.module.css'
import { type Tenant, useConsoleWrite } from './console-api'
import { hasArchive, isUnfinished, type Operation, operationsQuery } from './operations-api'
import { OperationsTable } from './operations-table'
import { ReplaceByOtherDialog } from './replace-by-other-dialog'
import { ReplaceDialog } from './replace-dialog'
import { RestoreDialog } from './restore-dialog'

type Asked = { dialog: 'clone' | 'other' } | { dialog: 'restore' | 'replace'; archive: Operation }

/** Everything of the tenant in one file, back out of it, and copies to try things out. */
export function TenantArchives({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const query = useQuery(operationsQuery({ tenant: tenant.slug }))
  const write = useConsoleWrite<Operation>()
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  const operations = query.data ?? []
  useTenantAfterwards(tenant.slug, operations.filter(isUnfinished).length)
  const exporting = operations.some((one) => one.kind === 'export' && isUnfinished(one))
  return (
    <>
      {tenant.moved_from ? <Moved tenant={tenant} /> : tenant.kept && <Kept tenant={tenant} />}
      <section className={classes.panel} aria-label={t`Archives`}>
        <div className={classes.panelHead}>
          <h2 className={classes.panelTitle}>{t`Archives and copies`}</h2>
          <Group gap="xs">
            <Button
              size="compact-md"
              variant="default"
              loading={write.isPending}
              disabled={exporting}
              onClick={() => write.mutate({ method: 'POST', path: `/tenants/${tenant.slug}/export/` })}
            >{t`Export`}</Button>
            {!tenant.is_operators && (
              <Button
                size="compact-md"
                variant="default"
                onClick={() => setAsked({ dialog: 'clone' })}
              >{t`Make a sandbox`}</Button>
            )}
            {!tenant.is_operators && (
              <Button
                size="compact-md"
                variant="default"
                disabled={Boolean(tenant.kept)}
                onClick={() => setAsked({ dialog: 'other' })}
              >{t`Replace by another one's archive`}</Button>
            )}
          </Group>
        </div>
        <Text size="sm" c="dimmed">
          {t`An export holds all of the tenant's rows and files. It can be downloaded, and restored here or elsewhere, for some days.`}
        </Text>
        {isProblem(write.error) && (
          <Alert color="red" variant="light" role="alert" mt="sm">
            {write.error.detail}
          </Alert>
        )}
      </section>
      {query.isError && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {operations.length > 0 && (
        <div className={classes.tableWrap}>
          <OperationsTable
            label={t`Operations`}
            operations={operations}
            actions={(one) => hasArchive(one) && <Restoring tenant={tenant} archive={one} onAsk={setAsked} />}
          />
        </div>
      )}
      {asked?.dialog === 'clone' && <CloneDialog tenant={tenant} onClose={close} />}
      {asked?.dialog === 'other' && <ReplaceByOtherDialog tenant={tenant} onClose={close} />}
      {asked?.dialog === 'restore' && <RestoreDialog tenant={tenant} archive={asked.archive} onClose={close} />}
      {asked?.dialog === 'replace' && <ReplaceDialog tenant={tenant} archive={asked.archive} onClose={close} />}
    </>
  )
}

/** What an operation came to stands in the tenant, which is read again as each ends. */
function useTenantAfterwards(slug: string, unfinished: number) {
  const client = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: when one more has begun or ended
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['console', 'tenant', slug] })
  }, [client, slug, unfinished])
}

interface RestoringProps {
  tenant: Tenant
  archive: Operation
  onAsk: (asked: Asked) => void
}

function Restoring({ tenant, archive, onAsk }: RestoringProps) {
  const { t } = useLingui()
  if (tenant.is_operators) return null
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => onAsk({ dialog: 'restore', archive })}
      >{t`Restore`}</Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={Boolean(tenant.kept)}
        onClick={() => onAsk({ dialog: 'replace', archive })}
      >{t`Go back to this`}</Button>
    </>
  )
}

/** After a move: what lies where it came from. */
function Moved({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Operation>()
  return (
    <Alert color="orange" variant="light" mb="md" title={t`This tenant was moved from another database`}>
      {t`What it was before the move is kept there for a day. Until then it can't be moved or replaced again, unless you remove that now.`}
      {isProblem(write.error) && (
        <Text size="sm" role="alert" mt="xs">
          {write.error.detail}
        </Text>
      )}
      <Group mt="sm">
        <Button
          size="compact-md"
          variant="default"
          loading={write.isPending}
          onClick={() => write.mutate({ method: 'POST', path: `/tenants/${tenant.slug}/replace/confirm/` })}
        >
          {t`Remove what was before`}
        </Button>
      </Group>
    </Alert>
  )
}

/** After a restore in place: keeping to it, or going back. */
function Kept({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Operation>()
  const decide = (way: 'confirm' | 'undo') =>
    write.mutate({ method: 'POST', path: `/tenants/${tenant.slug}/replace/${way}/` })
  return (
    <Alert color="orange" variant="light" mb="md" title={t`An archive took the place of this tenant`}>
      {t`What was there before is kept aside. Once you remove it, there is no way back to it.`}
      {isProblem(write.error) && (
        <Text size="sm" role="alert" mt="xs">
          {write.error.detail}
        </Text>
      )}
      <Group gap="xs" mt="sm">
        <Button size="compact-md" variant="default" loading={write.isPending} onClick={() => decide('undo')}>
          {t`Back to what was before`}
        </Button>
        <Button size="compact-md" variant="default" loading={write.isPending} onClick={() => decide('confirm')}>
          {t`Remove what was before`}
        </Button>
      </Group>
    </Alert>
  )
}
