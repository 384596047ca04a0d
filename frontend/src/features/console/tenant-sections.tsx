import { useLingui } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import type { ComponentType } from 'react'
import { whenShown } from '@/shared/on-use/on-use'
import type { Tenant } from './console-api'

const section = (load: () => Promise<ComponentType<{ tenant: Tenant }>>) =>
  whenShown(load, () => <Skeleton height={180} radius="md" />)

const TenantBilling = section(() => import('./tenant-billing').then((m) => m.TenantBilling))
const TenantFacts = section(() => import('./tenant-facts').then((m) => m.TenantFacts))
const TenantLife = section(() => import('./tenant-life').then((m) => m.TenantLife))
const TenantArchives = section(() => import('./tenant-archives').then((m) => m.TenantArchives))

const TenantSupport = section(() => import('./tenant-support').then((m) => m.TenantSupport))
const TenantWatch = section(() => import('./tenant-watch').then((m) => m.TenantWatch))

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
