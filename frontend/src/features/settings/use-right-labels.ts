import { useLingui } from '@lingui/react/macro'
import { useMe } from '@/shared/api/me'

/** Every right that a role of this workspace may name, and what it allows. */
export function useRightLabels(): [string, string][] {
  const { t } = useLingui()
  const { tenant } = useMe()
  return [
    ['settings', t`Manage settings, users, roles and teams`],
    ['import', t`Import files`],
    ['export', t`Export lists`],
    ['bulk', t`Change many records at once`],
    ['share', t`Share single records with users and teams`],
    ['audit', t`Read the audit trail`],
    ['api_keys', t`Create API keys for oneself`],
    ['billing', t`See invoices, choose the plan and pay`],
    ['purge', t`Delete for ever`],
    ...(tenant.is_operators ? [['operator', t`Operate the platform and its tenants`] as [string, string]] : []),
  ]
}
