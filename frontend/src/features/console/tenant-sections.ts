import { useLingui } from '@lingui/react/macro'
import { type ComponentType, lazy } from 'react'
import type { Tenant } from './console-api'

const TenantBilling = lazy(() => import('./tenant-billing').then((m) => ({ default: m.TenantBilling })))
const TenantFacts = lazy(() => import('./tenant-facts').then((m) => ({ default: m.TenantFacts })))
const TenantLife = lazy(() => import('./tenant-life').then((m) => ({ default: m.TenantLife })))
const TenantArchives = lazy(() => import('./tenant-archives').then((m) => ({ default: m.TenantArchives })))

const TenantSupport = lazy(() => import('./tenant-support').then((m) => ({ default: m.TenantSupport })))
const TenantWatch = lazy(() => import('./tenant-watch').then((m) => ({ default: m.TenantWatch })))

export interface TenantSection {
  /** Stands in the address: `/console/tenants/acme?section=<id>`. */
  id: string
  title: string
  component: ComponentType<{ tenant: Tenant }>
}

/** The parts of a tenant's page, in their order; the first opens by default. */
export function useTenantSections(): TenantSection[] {
  const { t } = useLingui()
  return [
    { id: 'about', title: t`About`, component: TenantFacts },
    { id: 'billing', title: t`Billing`, component: TenantBilling },
    { id: 'watch', title: t`Load and jobs`, component: TenantWatch },
    { id: 'support', title: t`Support`, component: TenantSupport },
    { id: 'archives', title: t`Archives`, component: TenantArchives },
    { id: 'life', title: t`Locking and closing`, component: TenantLife },
  ]
}
