import { useLingui } from '@lingui/react/macro'
import { Button, Group, Skeleton } from '@mantine/core'
import IconFlag from '@tabler/icons-react/dist/esm/icons/IconFlag.mjs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import { FlagDialog } from './flag-dialog'
import { type FeatureFlag, flagsQuery } from './flags-api'
import { useConsoleAct } from './use-console-act'

/** What is switched on for some tenants first. */
export function FlagsPage() {
  const { t } = useLingui()
  const query = useQuery(flagsQuery)
  const [changing, setChanging] = useState<FeatureFlag | null>(null)
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      <PageHeader icon={<IconFlag size={18} stroke={1.7} aria-hidden />} title={t`Feature flags`} />
      <div className={classes.scroll}>
        <div className={classes.content}>
          {query.isPending ? (
            <Skeleton height={120} radius="md" />
          ) : !query.data ? (
            <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
          ) : query.data.results.length === 0 ? (
            <StateMessage icon={<IconFlag size={22} stroke={1.6} aria-hidden />} title={t`No feature flags`}>
              {t`This release has nothing that is switched on for some tenants first.`}
            </StateMessage>
          ) : (
            <div className={classes.panel}>
              <ul className={classes.needs} aria-label={t`Feature flags`}>
                {query.data.results.map((flag) => (
                  <Flag key={flag.name} flag={flag} onChange={() => setChanging(flag)} />
                ))}
              </ul>
            </div>
          )}
        </div>
      </div>
      {changing && <FlagDialog flag={changing} onClose={() => setChanging(null)} />}
    </div>
  )
}

function Flag({ flag, onChange }: { flag: FeatureFlag; onChange: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const act = useConsoleAct()
  const { name, changed_at, changed_by, included, excluded } = flag
  const forget = () => act.mutate({ method: 'DELETE', path: `/feature-flags/${name}/` })
  const facts = [
    flag.is_on && t`${flag.percent} % of the tenants`,
    included.length > 0 && t`always: ${included.join(', ')}`,
    excluded.length > 0 && t`never: ${excluded.join(', ')}`,
    changed_at ? t`changed by ${changed_by}, ${format.relative(changed_at)}` : t`as this release has it`,
  ]
  return (
    <li className={classes.need}>
      <div>
        <span className={classes.badges}>
          <span className={classes.needTitle}>{name}</span>
          <Standing flag={flag} />
        </span>
        {flag.description && <span className={classes.host}>{flag.description}</span>}
        <span className={classes.host}>{facts.filter(Boolean).join(' · ')}</span>
      </div>
      <Group gap={6} className={classes.asideActions}>
        {changed_at && (
          <Button size="compact-sm" variant="default" loading={act.isPending} onClick={forget}>
            {flag.used ? t`Reset` : t`Forget`}
          </Button>
        )}
        {flag.used && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t`Change ${name}`}
            onClick={onChange}
          >{t`Change`}</Button>
        )}
      </Group>
    </li>
  )
}

function Standing({ flag: { used, is_on, tenants_on, tenants } }: { flag: FeatureFlag }) {
  const { t } = useLingui()
  const format = useFormat()
  if (!used) return <TintBadge color="orange">{t`No longer used`}</TintBadge>
  if (!is_on) return <TintBadge color="gray">{t`Off`}</TintBadge>
  const [some, all] = [format.number(tenants_on), format.number(tenants)]
  return (
    <TintBadge color={tenants_on === tenants ? 'green' : 'blue'}>
      {tenants_on === tenants ? t`On for every tenant` : t`On for ${some} of ${all} tenants`}
    </TintBadge>
  )
}
