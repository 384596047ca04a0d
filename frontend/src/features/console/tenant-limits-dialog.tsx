import { useLingui } from '@lingui/react/macro'
import { Group, NativeSelect, NumberInput, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { FormDialog } from '@/shared/ui/form-dialog'
import type { Granted, TenantBilling } from './billing-api'
import { type Tenant, useConsoleWrite } from './console-api'
import { usePlanNames } from './use-plan-names'

interface Props {
  tenant: Tenant
  billing: TenantBilling
  onClose: () => void
}

/** Another plan, and limits of the tenant's own, which survive a change of plan. */
export function TenantLimitsDialog({ tenant, billing, onClose }: Props) {
  const { t } = useLingui()
  const write = useConsoleWrite<TenantBilling>()
  const planOf = usePlanNames()
  const [plan, setPlan] = useState(billing.plan)
  const [granted, setGranted] = useState<Granted>(billing.limits as Granted)
  const submit = () =>
    write.mutate(
      { method: 'PATCH', path: `/tenants/${tenant.slug}/billing/`, body: { plan, limits: granted } },
      {
        onSuccess: () => {
          notifications.show({ message: t`Saved`, autoClose: 2500 })
          onClose()
        },
      },
    )
  const setFeature = (feature: string, chosen: string) => {
    const { [feature]: _, ...others } = granted.features ?? {}
    setGranted({ ...granted, features: chosen === '' ? others : { ...others, [feature]: chosen === 'yes' } })
  }
  return (
    <FormDialog
      title={t`Plan and limits of ${tenant.name}`}
      submitLabel={t`Save`}
      busy={write.isPending}
      error={formError(write.error, ['plan', ...billing.usage.map(({ limit }) => `limits.${limit}`)])}
      onSubmit={submit}
      onClose={onClose}
    >
      <NativeSelect
        label={t`Plan`}
        description={
          billing.subscription?.live
            ? t`Its subscription decides: the next word from Stripe overrules this.`
            : undefined
        }
        data={billing.plans.map((value) => ({ value, label: planOf(value) }))}
        value={plan}
        error={fieldError(write.error, 'plan')}
        onChange={(event) => setPlan(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed">{t`Limits of its own survive a change of plan.`}</Text>
      {billing.usage.map(({ limit, label, most }) => (
        <LimitField
          key={limit}
          label={label}
          usual={most}
          value={granted[limit] as number | null | undefined}
          error={fieldError(write.error, `limits.${limit}`)}
          onChange={(value) => {
            const { [limit]: _, ...others } = granted
            setGranted(value === undefined ? others : { ...others, [limit]: value })
          }}
        />
      ))}
      {billing.features.map(({ feature, label }) => (
        <NativeSelect
          key={feature}
          label={label}
          data={[
            { value: '', label: t`As the plan says` },
            { value: 'yes', label: t`Yes` },
            { value: 'no', label: t`No` },
          ]}
          value={granted.features?.[feature] === undefined ? '' : granted.features[feature] ? 'yes' : 'no'}
          onChange={(event) => setFeature(feature, event.currentTarget.value)}
        />
      ))}
    </FormDialog>
  )
}

interface LimitProps {
  label: string
  /** What holds now, to begin with. */
  usual: number | null
  /** undefined: as the plan says; null: no limit. */
  value: number | null | undefined
  error: string | undefined
  onChange: (value: number | null | undefined) => void
}

function LimitField({ label, usual, value, error, onChange }: LimitProps) {
  const { t } = useLingui()
  const kind = value === undefined ? 'plan' : value === null ? 'none' : 'own'
  const choose = (chosen: string) => onChange(chosen === 'plan' ? undefined : chosen === 'none' ? null : (usual ?? 0))
  return (
    <Group align="flex-end" gap="xs" grow>
      <NativeSelect
        label={label}
        data={[
          { value: 'plan', label: t`As the plan says` },
          { value: 'none', label: t`No limit` },
          { value: 'own', label: t`At most` },
        ]}
        value={kind}
        error={error}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {kind === 'own' && (
        <NumberInput
          aria-label={t`At most: ${label}`}
          value={value ?? 0}
          min={0}
          max={10 ** 15}
          allowDecimal={false}
          thousandSeparator=" "
          onChange={(entered) => onChange(Number(entered) || 0)}
        />
      )}
    </Group>
  )
}
