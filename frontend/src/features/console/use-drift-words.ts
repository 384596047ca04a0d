import { useLingui } from '@lingui/react/macro'

/** What was not as at Stripe, in words; each of them once. */
export function useDriftWords(): (names: string[]) => string[] {
  const { t } = useLingui()
  const words: Record<string, string> = {
    'tenant.plan': t`plan`,
    plan: t`plan`,
    'tenant.state': t`state of the tenant`,
    status: t`state of the subscription`,
    quantity: t`seats`,
    seats: t`seats`,
    interval: t`price`,
    currency: t`price`,
    invoices: t`invoices`,
    period_end: t`dates`,
    trial_end: t`dates`,
    cancel_at_period_end: t`cancellation`,
    ended_because: t`cancellation`,
  }
  const other = t`subscription`
  return (names) => [...new Set(names.map((name) => words[name] ?? other))]
}
