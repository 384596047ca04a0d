import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { billingQuery } from '@/shared/billing/billing-query'

/** What an invitation takes of the plan, before it is sent. */
export function SeatsNote() {
  const { t } = useLingui()
  const { data } = useQuery(billingQuery)
  const seats = data?.usage.find(({ limit }) => limit === 'seats')
  if (!data || !seats || seats.used === null) return null
  const { used, most } = seats
  const paid = data.subscription?.live
  if (most === null && !paid) return null
  return (
    <Text size="sm" c={most !== null && used >= most ? 'red.8' : 'dimmed'}>
      {most !== null && t`${used} of ${most} active users of the plan are taken; an invitation takes one.`}{' '}
      {paid && t`The plan is paid for each active user, those invited included.`}
    </Text>
  )
}
