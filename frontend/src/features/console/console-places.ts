import { useLingui } from '@lingui/react/macro'
import IconBuildings from '@tabler/icons-react/dist/esm/icons/IconBuildingCommunity.mjs'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgressCheck.mjs'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import { type ComponentType, lazy } from 'react'

const TenantsPage = lazy(() => import('./tenants-page').then((m) => ({ default: m.TenantsPage })))
const OperationsPage = lazy(() => import('./operations-page').then((m) => ({ default: m.OperationsPage })))
const RolloutsPage = lazy(() => import('./rollouts-page').then((m) => ({ default: m.RolloutsPage })))

export interface ConsolePlace {
  /** The last part of its address: `/console/<id>`. */
  id: string
  label: string
  icon: typeof IconBuildings
  screen: ComponentType
  /** The second key after `g`. */
  key?: string
}

/** What the console's navigation leads to, in its order. */
export function useConsolePlaces(): ConsolePlace[] {
  const { t } = useLingui()
  return [
    { id: 'tenants', label: t`Tenants`, icon: IconBuildings, screen: TenantsPage, key: 't' },
    { id: 'operations', label: t`Operations`, icon: IconProgress, screen: OperationsPage, key: 'o' },
    { id: 'rollouts', label: t`Migrations`, icon: IconStack, screen: RolloutsPage, key: 'm' },
  ]
}
