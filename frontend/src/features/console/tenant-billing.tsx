import { useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formError } from '@/shared/api/form-problem'
import { useStatusWords } from '@/shared/billing/use-status-words'
import { useFormat } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { type TenantBilling as Billing, billingQuery } from './billing-api'
import classes from './console.module.css'
import { type Tenant, useConsoleWrite } from './console-api'
import { TenantEvents } from './tenant-events'
import { Facts } from './tenant-facts'
import { TenantLimits } from './tenant-limits'
import { TenantLimitsDialog } from './tenant-limits-dialog'
import { useDriftWords } from './use-drift-words'

/** What a tenant's plan allows, what it pays, and what came from Stripe. */
export function TenantBilling({ tenant }: { tenant: Tenant }) {
  const query = useQuery(billingQuery(tenant.slug))
  if (query.isPending) return <Skeleton height={240} radius="md" />
  if (!query.data) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  return (
    <>
      <Subscribed tenant={tenant} billing={query.data} />
      <Limits tenant={tenant} billing={query.data} />
      {query.data.customer && <TenantEvents slug={tenant.slug} events={query.data.events} />}
    </>
  )
}

interface Props {
  tenant: Tenant
  billing: Billing
}

function Subscribed({ tenant, billing }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { words } = useStatusWords()
  const compare = useCompare(tenant.slug)
  const { subscription, entitlements, customer } = billing
  const facts: [string, ReactNode][] = [
    [t`Plan`, entitlements.plan_name],
    [t`Subscription`, subscription ? (words[subscription.status] ?? subscription.status) : t`None`],
  ]
  if (subscription) {
    const { amount, currency, interval, seats, period_end, trial_end } = subscription
    const each = interval === 'year' ? t`a year` : t`a month`
    facts.push([t`Seats`, format.number(seats)])
    if (amount !== null) facts.push([t`Price`, `${format.money({ amount, currency })} ${each}`])
    if (trial_end) facts.push([t`Trial until`, format.moment(trial_end)])
    if (period_end) facts.push([t`Period until`, format.moment(period_end)])
    facts.push([t`Cancelled at its end`, subscription.cancel_at_period_end ? t`Yes` : t`No`])
  }
  if (customer) facts.push([t`Customer at Stripe`, customer])
  if (billing.suspended_here) facts.push([t`Suspended`, t`because it did not pay`])
  return (
    <Facts
      title={t`Subscription`}
      facts={facts}
      action={
        customer && (
          <Button size="compact-sm" variant="default" loading={compare.isPending} onClick={compare.run}>
            {t`Compare with Stripe`}
          </Button>
        )
      }
    />
  )
}

function useCompare(slug: string) {
  const { t } = useLingui()
  const inWords = useDriftWords()
  const write = useConsoleWrite<{ differed: string[] }>()
  const run = () =>
    write.mutate(
      { method: 'POST', path: `/tenants/${slug}/billing/reconcile/` },
      {
        onSuccess: ({ differed }) => {
          const names = inWords(differed).join(', ')
          notifications.show({ message: names ? t`Put right: ${names}` : t`Everything is as at Stripe.` })
        },
        onError: (error) => notifications.show({ color: 'red', message: formError(error, []) ?? '' }),
      },
    )
  return { run, isPending: write.isPending }
}

function Limits({ tenant, billing }: Props) {
  const { t } = useLingui()
  const [changing, setChanging] = useState(false)
  return (
    <section className={classes.panel} aria-label={t`Limits`}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>{t`Limits`}</h2>
        <Button size="compact-sm" variant="default" onClick={() => setChanging(true)}>
          {t`Change plan and limits`}
        </Button>
      </div>
      <TenantLimits billing={billing} />
      {changing && <TenantLimitsDialog tenant={tenant} billing={billing} onClose={() => setChanging(false)} />}
    </section>
  )
}
