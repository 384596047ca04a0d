import type { ComponentType } from 'react'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { whenShown } from '@/shared/on-use/on-use'

const LOADS: Record<string, () => Promise<ComponentType>> = {
  profile: () => import('./profile-settings').then((m) => m.ProfileSettings),
  notifications: () => import('./notification-settings').then((m) => m.NotificationSettings),
  security: () => import('./security/security-settings').then((m) => m.SecuritySettings),
  history: () => import('./history/history-settings').then((m) => m.HistorySettings),
  'api-keys': () => import('./api-key-settings').then((m) => m.ApiKeySettings),
  company: () => import('./company/company-settings').then((m) => m.CompanySettings),
  currencies: () => import('./company/currency-settings').then((m) => m.CurrencySettings),
  domains: () => import('./company/domain-settings').then((m) => m.DomainSettings),
  users: () => import('./user-settings').then((m) => m.UserSettings),
  teams: () => import('./team-settings').then((m) => m.TeamSettings),
  roles: () => import('./role-settings').then((m) => m.RoleSettings),
  billing: () => import('./billing/billing-settings').then((m) => m.BillingSettings),
  pipelines: () => import('./pipeline-settings').then((m) => m.PipelineSettings),
  fields: () => import('./field-settings').then((m) => m.FieldSettings),
  objects: () => import('./object-settings').then((m) => m.ObjectSettings),
  layouts: () => import('./layout-settings').then((m) => m.LayoutSettings),
  webhooks: () => import('./webhooks/webhook-settings').then((m) => m.WebhookSettings),
  jobs: () => import('./jobs/job-settings').then((m) => m.JobSettings),
  support: () => import('./support-settings').then((m) => m.SupportSettings),
  audit: () => import('./audit/audit-settings').then((m) => m.AuditSettings),
}

const ready = (Screen: ComponentType) =>
  function ReadyScreen() {
    useScreenReady(true)
    return <Screen />
  }

const SCREENS = new Map(Object.entries(LOADS).map(([name, load]) => [name, whenShown(async () => ready(await load()))]))

/** What is shown of a section; none of one that lives elsewhere or is unknown. */
export const screenOf = (section: string): ComponentType | null => SCREENS.get(section) ?? null

/** Loads it while the settings themselves are still being made. */
export const beginSection = (section: string) => SCREENS.get(section)?.begin()
