import { useLingui } from '@lingui/react/macro'
import { Alert, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Billing, billingQuery } from '@/shared/billing/billing-query'
import { Loaded } from '../loaded'
import { SettingsPanel } from '../settings-panel'
import { SettingsSection } from '../settings-section'
import { CurrentPlan } from './current-plan'
import { InvoiceList } from './invoice-list'
import { PlanChoice } from './plan-choice'
import { UsageList } from './usage-list'

const ASK_AGAIN_MS = 2000
/** So often after coming back from managing payment: what was done there is told by Stripe a little later. */
const ASK_AGAIN_TIMES = 15

/** The plan, what is used of it, and paying for another. */
export function BillingSettings() {
  const { t } = useLingui()
  const client = useQueryClient()
  const [paid] = useState(() => new URLSearchParams(window.location.search).has('paid'))
  const [returned] = useState(() => new URLSearchParams(window.location.search).has('returned'))
  const query = useQuery({
    ...billingQuery,
    refetchInterval: ({ state }) => {
      const waits = returned ? state.dataUpdateCount < ASK_AGAIN_TIMES : paid && !state.data?.subscription?.live
      return waits ? ASK_AGAIN_MS : false
    },
  })
  const live = query.data?.subscription?.live ?? false
  const known = JSON.stringify(query.data?.subscription ?? null)
  const first = useRef<string>(undefined)
  useEffect(() => {
    if (!query.data || !(paid || returned)) return
    if (first.current !== undefined && first.current !== known) void client.invalidateQueries()
    first.current = known
  }, [paid, returned, known, query.data, client])
  return (
    <SettingsSection title={t`Billing`} help={t`What your plan allows, how much of it is used, and what it costs.`}>
      {paid && query.data && !live && (
        <Alert variant="light" mb="md" role="status">
          {t`Your payment is being confirmed. This takes a few seconds.`}
        </Alert>
      )}
      <Loaded query={query}>{(billing) => <Panels billing={billing} />}</Loaded>
    </SettingsSection>
  )
}

function Panels({ billing }: { billing: Billing }) {
  const { t } = useLingui()
  const billed = billing.entitlements.billing
  return (
    <>
      {billed ? (
        <CurrentPlan billing={billing} />
      ) : (
        <SettingsPanel title={t`Plan`} help={t`This installation does not bill.`}>
          <Text fw={600}>{billing.entitlements.plan_name}</Text>
          <Text size="sm" c="dimmed">{t`Everything is included, and nothing is billed.`}</Text>
        </SettingsPanel>
      )}
      <SettingsPanel
        title={t`Usage`}
        help={t`When something is full, no more of it can be made. What is there stays, and stays in use.`}
      >
        <UsageList usage={billing.usage} />
      </SettingsPanel>
      {billed && <PlanChoice billing={billing} />}
      {billed && billing.subscription && <InvoiceList />}
    </>
  )
}
