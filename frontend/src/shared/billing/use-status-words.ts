import { useLingui } from '@lingui/react/macro'

/** What subscriptions and invoices are, in words, and which colour says it. */
export function useStatusWords() {
  const { t } = useLingui()
  const words: Record<string, string> = {
    trialing: t`Trial`,
    active: t({ context: 'subscription', message: 'Active' }),
    past_due: t`Payment failed`,
    unpaid: t`Unpaid`,
    paused: t`Paused`,
    canceled: t({ context: 'subscription', message: 'Ended' }),
    incomplete: t`Waiting for payment`,
    open: t({ context: 'invoice', message: 'Open' }),
    paid: t`Paid`,
    void: t`Cancelled`,
    uncollectible: t`Written off`,
  }
  const tints: Record<string, string> = {
    trialing: 'blue',
    active: 'green',
    past_due: 'orange',
    unpaid: 'red',
    paused: 'red',
    open: 'orange',
    paid: 'green',
  }
  return { words, tints }
}
