import { useLingui } from '@lingui/react/macro'
import { Alert, Button, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import type { Billing } from '@/shared/billing/billing-query'
import { onUse } from '@/shared/on-use/on-use'
import { SettingsPanel } from '../settings-panel'
import classes from './billing.module.css'
import { type Interval, type OfferedPlan, useStripePage } from './billing-api'
import { PlanCard } from './plan-card'

const ChangeDialog = onUse(() => import('./change-dialog').then((m) => m.ChangeDialog))

/** The plans side by side: to begin with one, or to change to another. */
export function PlanChoice({ billing }: { billing: Billing }) {
  const { t } = useLingui()
  const page = useStripePage()
  const { subscription, plans } = billing
  const [interval, setInterval] = useState<Interval>(subscription?.interval ?? 'month')
  const [changing, setChanging] = useState<OfferedPlan | null>(null)
  const live = subscription?.live ?? false
  const refused = isProblem(page.error) ? page.error.detail || page.error.title : undefined
  const isCurrent = (plan: OfferedPlan) =>
    live
      ? plan.plan === subscription?.plan && interval === subscription.interval
      : plan.plan === billing.entitlements.plan && plan.prices.length === 0
  const action = (plan: OfferedPlan) => {
    if (isCurrent(plan)) return null
    if (plan.prices.length === 0)
      return live && <Text size="sm" c="dimmed">{t`To come back to it, cancel under “Manage payment”.`}</Text>
    const trial = billing.trial_available && plan.trial_days > 0
    const days = plan.trial_days
    return live ? (
      <Button variant="light" onClick={() => setChanging(plan)}>{t`Change to ${plan.name}`}</Button>
    ) : (
      <Button
        variant="light"
        loading={page.isPending && (page.variables.body as { plan: string }).plan === plan.plan}
        onClick={() => page.mutate({ path: '/billing/checkout/', body: { plan: plan.plan, interval } })}
      >
        {trial ? t`Try ${plan.name} for ${days} days` : t`Choose ${plan.name}`}
      </Button>
    )
  }
  return (
    <SettingsPanel
      title={t`All plans`}
      help={t`A price is for each active user. Who comes or goes in between is reckoned by the day.`}
    >
      <SegmentedControl
        aria-label={t`How often it is paid`}
        data={[
          { value: 'month', label: t`By the month` },
          { value: 'year', label: t`By the year` },
        ]}
        value={interval}
        onChange={(chosen) => setInterval(chosen as Interval)}
      />
      {refused && (
        <Alert color="red" variant="light" role="alert">
          {refused}
        </Alert>
      )}
      <div className={classes.plans}>
        {plans.map((plan) => (
          <PlanCard key={plan.plan} plan={plan} billing={billing} interval={interval} current={isCurrent(plan)}>
            {action(plan)}
          </PlanCard>
        ))}
      </div>
      {changing && (
        <ChangeDialog
          plan={changing}
          interval={interval}
          trialing={subscription?.status === 'trialing'}
          onClose={() => setChanging(null)}
        />
      )}
    </SettingsPanel>
  )
}
