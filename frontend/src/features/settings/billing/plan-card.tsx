import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Billing } from '@/shared/billing/billing-query'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './billing.module.css'
import type { Interval, OfferedPlan } from './billing-api'
import { useAmounts } from './use-amounts'

interface Props {
  plan: OfferedPlan
  billing: Billing
  interval: Interval
  current: boolean
  /** How to get it. */
  children: ReactNode
}

/** One plan: its price for a seat, its limits, and what it goes without. */
export function PlanCard({ plan, billing, interval, current, children }: Props) {
  const { t } = useLingui()
  const amounts = useAmounts()
  const price = plan.prices.find((one) => one.interval === interval)
  return (
    <article className={classes.plan} data-current={current || undefined} aria-label={plan.name}>
      <div className={classes.current}>
        <h3 className={classes.planName}>{plan.name}</h3>
        {current && <TintBadge color="blue">{t`Your plan`}</TintBadge>}
      </div>
      <p className={classes.price}>
        {price ? amounts.money(price.amount, price.currency) : amounts.nothing}{' '}
        {price && <small>{t`per user ${amounts.every(interval)}`}</small>}
      </p>
      <ul className={classes.offers}>
        {billing.usage.map(({ limit, label, unit }) => {
          const most = plan.limits[limit] ?? null
          return (
            <li key={limit}>
              {label}: {most === null ? t`no limit` : amounts.of(most, unit)}
            </li>
          )
        })}
        {billing.features.map(({ feature, label }) => {
          const has = plan.features.includes(feature)
          return (
            <li key={feature} data-lacks={has ? undefined : true}>
              {has ? label : t`Without: ${label}`}
            </li>
          )
        })}
      </ul>
      {children}
    </article>
  )
}
