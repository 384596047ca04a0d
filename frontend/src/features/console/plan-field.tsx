import { useLingui } from '@lingui/react/macro'
import { Autocomplete, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import type { PlanOffer, TenantChoices } from './console-api'
import { useBytes } from './use-bytes'
import { usePlanNames } from './use-plan-names'

interface Props {
  choices: TenantChoices | undefined
  /** Empty: the one that a new tenant gets. */
  value: string
  error: ReactNode
  onChange: (plan: string) => void
}

/** The plan of a new tenant, and what it means; where nothing is billed, no more than a name. */
export function PlanField({ choices, value, error, onChange }: Props) {
  const { t } = useLingui()
  const words = useOfferWords()
  const planOf = usePlanNames()
  const [typed, setTyped] = useState('')
  const offered = choices?.offered ?? []
  const chosen = offered.find((one) => one.plan === value) ?? offered[0]
  if (!chosen)
    return (
      <Autocomplete
        label={t`Plan`}
        description={t`Only a name to tell tenants apart by: nothing is billed here, and everything is included.`}
        placeholder={planOf('team')}
        data={choices?.plans.map(planOf) ?? []}
        value={typed}
        error={error}
        onChange={(now) => {
          setTyped(now)
          onChange(choices?.plan_names.find(({ name }) => name === now)?.plan ?? now)
        }}
      />
    )
  return (
    <NativeSelect
      label={t`Plan`}
      description={words(chosen)}
      data={offered.map(({ plan, name }) => ({ value: plan, label: name }))}
      value={chosen.plan}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function useOfferWords(): (offer: PlanOffer) => string {
  const { t } = useLingui()
  const format = useFormat()
  const bytes = useBytes()
  const most = (value: number | null, shown: (value: number) => string) => (value === null ? t`no limit` : shown(value))
  return ({ priced, seats, records, storage_bytes }) => {
    const limits = [
      t`Active users: ${most(seats, format.number)}`,
      t`Records: ${most(records, format.number)}`,
      t`Files: ${most(storage_bytes, bytes)}`,
    ].join(' · ')
    return priced
      ? t`${limits}. Given, not sold: nothing is charged until its administrator subscribes under Settings, Billing.`
      : t`${limits}. It costs nothing; its administrator can try or choose a larger one under Settings, Billing.`
  }
}
