import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { languageName } from '@/shared/i18n/locales'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import { type Tenant, tenantChoicesQuery } from './console-api'
import { MoveDialog } from './move-dialog'
import { ProvisioningSteps } from './provisioning-steps'
import { useBytes } from './use-bytes'
import { usePlanNames } from './use-plan-names'
import { useTenantWords } from './use-tenant-words'

/** What a tenant is, where it lies and how large it is. */
export function TenantFacts({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const { schemaOf } = useTenantWords()
  const planOf = usePlanNames()
  const schema = schemaOf(tenant)
  const facts: [string, ReactNode][] = [
    [t`Address`, tenant.domains.join(', ')],
    ...tenant.unproved_domains.map((one): [string, ReactNode] => [
      t`Asked for, not proved`,
      <UnprovedDomain key={one.domain} {...one} />,
    ]),
    [t`Plan`, planOf(tenant.plan)],
    [t`Made`, format.moment(tenant.created_at)],
    [t`In this state since`, tenant.state_changed_at ? format.moment(tenant.state_changed_at) : '–'],
    [t`Language`, languageName(tenant.locale.replace('_', '-'))],
    [t`Time zone`, tenant.time_zone],
    [t`Currency`, tenant.currency],
    [t`Region`, tenant.region || t`Not set`],
  ]
  const places: [string, ReactNode][] = [
    [t`Database`, tenant.database === 'default' ? t`Home database` : tenant.database],
    [t`Schema`, tenant.schema],
    [
      t`Version`,
      <TintBadge key="version" color={schema.color}>{`${schema.label} · ${tenant.schema_version}`}</TintBadge>,
    ],
    [t`Size in the database`, tenant.bytes === null ? t`Unknown` : bytes(tenant.bytes)],
    [t`Rows (estimated)`, tenant.rows_estimated === null ? t`Unknown` : format.number(tenant.rows_estimated)],
    [t`Tables`, tenant.tables === null ? t`Unknown` : format.number(tenant.tables)],
  ]
  return (
    <>
      {tenant.state === 'provisioning' && (
        <section className={classes.panel}>
          <ProvisioningSteps tenant={tenant} />
        </section>
      )}
      {tenant.schema_error && (
        <Alert color="red" variant="light" mb="md" title={t`Its last migration failed`}>
          {tenant.schema_error}
        </Alert>
      )}
      {tenant.tables === null && (
        <Alert color="yellow" variant="light" mb="md" title={t`Its database does not answer`}>
          {t`What lies there can't be shown, and its people can't work. Health says why; nothing is lost.`}
        </Alert>
      )}
      <Facts title={t`Tenant`} facts={facts} />
      <Facts title={t`Where it lies`} facts={places} action={<Moving tenant={tenant} />} />
    </>
  )
}

/** A host whose DNS record its administrators have yet to set. */
function UnprovedDomain({ domain, asked_at, checked_at, problem }: Tenant['unproved_domains'][number]) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <>
      {domain}
      <Text size="xs" c="dimmed">
        {checked_at ? t`Last looked at ${format.moment(checked_at)}` : t`Asked for on ${format.moment(asked_at)}`}
        {problem && ` · ${problem}`}
      </Text>
    </>
  )
}

/** Where there is more than one database. */
function Moving({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const databases = useQuery(tenantChoicesQuery).data?.databases ?? []
  const [open, setOpen] = useState(false)
  if (tenant.is_operators || databases.length < 2) return null
  const hindrance = tenant.kept
    ? t`What was there before the last move or restore has to go first: see Archives.`
    : tenant.schema_state !== 'ready' && t`Only a tenant that is up to date can be moved.`
  return (
    <>
      {hindrance ? (
        <Text size="sm" c="dimmed">
          {hindrance}
        </Text>
      ) : (
        <Button size="compact-md" variant="default" onClick={() => setOpen(true)}>{t`Move`}</Button>
      )}
      {open && <MoveDialog tenant={tenant} databases={databases} onClose={() => setOpen(false)} />}
    </>
  )
}

interface FactsProps {
  title: string
  facts: [string, ReactNode][]
  action?: ReactNode
}

export function Facts({ title, facts, action }: FactsProps) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{title}</h2>
        {action}
      </div>
      <dl className={classes.facts}>
        {facts.map(([term, fact], place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one term may stand twice, in a fixed order
          <div key={`${term} ${place}`}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
