import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Text } from '@mantine/core'
import { isProblem } from '@/shared/api/problem'
import type { Billing } from '@/shared/billing/billing-query'
import { useStatusWords } from '@/shared/billing/use-status-words'
import { TintBadge } from '@/shared/ui/tint-badge'
import { SettingsPanel } from '../settings-panel'
import classes from './billing.module.css'
import { type Subscription, useStripePage } from './billing-api'
import { useAmounts } from './use-amounts'

/** The plan that holds, what it costs, and what is wrong with paying for it. */
export function CurrentPlan({ billing }: { billing: Billing }) {
  const { t } = useLingui()
  const { words, tints } = useStatusWords()
  const page = useStripePage()
  const { subscription, entitlements } = billing
  const refused = isProblem(page.error) ? page.error.detail || page.error.title : undefined
  return (
    <SettingsPanel
      title={t`Plan`}
      help={t`Cards, addresses, tax numbers and cancelling are managed on a page of Stripe's, our payment provider.`}
      footer={
        subscription && (
          <Button
            variant="default"
            loading={page.isPending}
            onClick={() => page.mutate({ path: '/billing/portal/' })}
          >{t`Manage payment`}</Button>
        )
      }
    >
      {refused && (
        <Alert color="red" variant="light" role="alert">
          {refused}
        </Alert>
      )}
      <div className={classes.current}>
        <span className={classes.name}>{entitlements.plan_name}</span>
        {subscription && (
          <TintBadge color={tints[subscription.status] ?? 'gray'}>
            {words[subscription.status] ?? subscription.status}
          </TintBadge>
        )}
      </div>
      {subscription && <Trouble subscription={subscription} />}
      {subscription && <Ending billing={billing} subscription={subscription} />}
      {subscription?.live ? (
        <Facts subscription={subscription} />
      ) : (
        <Text size="sm" c="dimmed">{t`Nothing is billed.`}</Text>
      )}
    </SettingsPanel>
  )
}

const endOf = ({ status, trial_end, period_end }: Subscription) => (status === 'trialing' && trial_end) || period_end

/** It was cancelled and still holds: what comes then, and how to keep it. */
function Ending({ billing, subscription }: { billing: Billing; subscription: Subscription }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  const ends = endOf(subscription)
  if (!subscription.live || !subscription.cancel_at_period_end || !ends) return null
  const day = amounts.day(ends)
  const free = billing.plans.find((plan) => plan.prices.length === 0)
  const full = billing.usage.filter(({ limit, used }) => used !== null && used > (free?.limits[limit] ?? Infinity))
  return (
    <Alert color="orange" variant="light" title={t`Cancelled: it ends on ${day}`}>
      <div className={classes.trouble}>
        {free && <span>{t`From then on the plan ${free.name} applies. What is there stays.`}</span>}
        {full.map(({ limit, label, unit, used }) => {
          const inUse = amounts.of(used ?? 0, unit)
          const most = amounts.of(free?.limits[limit] ?? 0, unit)
          return <span key={limit}>{t`${label}: ${inUse} in use, room for ${most}. No more can be made then.`}</span>
        })}
        <span>{t`To keep the plan, take the cancellation back under “Manage payment”.`}</span>
      </div>
    </Alert>
  )
}

function Facts({ subscription }: { subscription: Subscription }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  const { seats, amount, currency, interval, status, cancel_at_period_end } = subscription
  const ends = endOf(subscription)
  const facts: [string, string | null][] = [
    [t`Seats`, String(seats)],
    [
      t`Price before discounts and tax`,
      amount === null || !interval ? null : `${amounts.money(amount, currency)} ${amounts.every(interval)}`,
    ],
    [
      cancel_at_period_end ? t`Ends on` : status === 'trialing' ? t`Trial until` : t`Next invoice on`,
      ends ? amounts.day(ends) : null,
    ],
  ]
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (value === null ? null : <Pair key={label} label={label} value={value} />))}
    </dl>
  )
}

function Pair({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="numeric">{value}</dd>
    </>
  )
}

function Trouble({ subscription }: { subscription: Subscription }) {
  const { t } = useLingui()
  const amounts = useAmounts()
  const { status, open_invoice } = subscription
  if (!['past_due', 'unpaid', 'paused'].includes(status)) return null
  const open = open_invoice && amounts.money(open_invoice.amount_due, open_invoice.currency)
  const again = open_invoice?.next_attempt_at ? amounts.day(open_invoice.next_attempt_at) : null
  return (
    <Alert
      color={status === 'past_due' ? 'orange' : 'red'}
      variant="light"
      title={status === 'past_due' ? t`A payment failed` : t`This workspace is suspended`}
    >
      <div className={classes.trouble}>
        {open && <span>{t`${open} are open.`}</span>}
        {again && <span>{t`It is tried again on ${again}.`}</span>}
        <span>{t`Choose another card under “Manage payment”: then everything works again.`}</span>
        {open_invoice?.page && (
          <a href={open_invoice.page} target="_blank" rel="noreferrer">{t`Pay the open invoice`}</a>
        )}
      </div>
    </Alert>
  )
}
