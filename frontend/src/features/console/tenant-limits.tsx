import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import { TintBadge } from '@/shared/ui/tint-badge'
import type { TenantBilling } from './billing-api'
import classes from './console.module.css'
import { useBytes } from './use-bytes'

/** What is used of each limit, and which are the tenant's own. */
export function TenantLimits({ billing }: { billing: TenantBilling }) {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const shown = (value: number, unit: string) => (unit === 'bytes' ? bytes(value) : format.number(value))
  return (
    <dl className={classes.facts}>
      {billing.usage.map(({ limit, label, unit, used, most }) => (
        <div key={limit}>
          <dt>{label}</dt>
          <dd>
            {used !== null && `${shown(used, unit)} / `}
            {most === null ? t`no limit` : shown(most, unit)}{' '}
            {limit in billing.limits && <TintBadge color="blue">{t`its own`}</TintBadge>}
          </dd>
        </div>
      ))}
      {billing.features.map(({ feature, label, included }) => (
        <div key={feature}>
          <dt>{label}</dt>
          <dd>{included ? t`Yes` : t`No`}</dd>
        </div>
      ))}
    </dl>
  )
}
