import { useLingui } from '@lingui/react/macro'
import type { TenantSummary } from './console-api'

type Known = Pick<TenantSummary, 'state' | 'schema_state' | 'up_to_date'>

interface Word {
  label: string
  color: string
}

/** The states of tenants and of their schemas, in words and colours. */
export function useTenantWords() {
  const { t } = useLingui()
  const states: Record<string, Word> = {
    provisioning: { label: t`Being made`, color: 'blue' },
    trial: { label: t`Trial`, color: 'violet' },
    active: { label: t`Active`, color: 'green' },
    past_due: { label: t`Payment past due`, color: 'orange' },
    suspended: { label: t`Suspended`, color: 'red' },
    locked: { label: t`Locked`, color: 'red' },
    closing: { label: t`Closing`, color: 'red' },
  }
  const schemas: Record<string, Word> = {
    ready: { label: t`Up to date`, color: 'gray' },
    behind: { label: t`Behind`, color: 'orange' },
    migrating: { label: t`Migrating`, color: 'blue' },
    moving: { label: t`Moving`, color: 'blue' },
    failed: { label: t`Migration failed`, color: 'red' },
  }
  const of = (words: Record<string, Word>, name: string) => words[name] ?? { label: name, color: 'gray' }
  const schemaOf = (tenant: Known) =>
    tenant.state === 'provisioning'
      ? { label: '–', color: 'gray' }
      : of(schemas, tenant.schema_state === 'ready' && !tenant.up_to_date ? 'behind' : tenant.schema_state)
  return { states, schemas, stateOf: (tenant: Known) => of(states, tenant.state), schemaOf }
}
