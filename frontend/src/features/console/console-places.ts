import { useLingui } from '@lingui/react/macro'
import IconBuildings from '@tabler/icons-react/dist/esm/icons/IconBuildingCommunity.mjs'
import IconFlag from '@tabler/icons-react/dist/esm/icons/IconFlag.mjs'
import IconHeartbeat from '@tabler/icons-react/dist/esm/icons/IconHeartbeat.mjs'
import IconDashboard from '@tabler/icons-react/dist/esm/icons/IconLayoutDashboard.mjs'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgressCheck.mjs'
import IconSpeakerphone from '@tabler/icons-react/dist/esm/icons/IconSpeakerphone.mjs'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import { type ComponentType, lazy } from 'react'
import { withConsoleTexts } from '@/shared/i18n/activate'

const OverviewPage = lazy(withConsoleTexts(() => import('./overview-page').then((m) => ({ default: m.OverviewPage }))))
const HealthPage = lazy(withConsoleTexts(() => import('./health-page').then((m) => ({ default: m.HealthPage }))))
const TenantsPage = lazy(withConsoleTexts(() => import('./tenants-page').then((m) => ({ default: m.TenantsPage }))))
const OperationsPage = lazy(
  withConsoleTexts(() => import('./operations-page').then((m) => ({ default: m.OperationsPage }))),
)
const RolloutsPage = lazy(withConsoleTexts(() => import('./rollouts-page').then((m) => ({ default: m.RolloutsPage }))))

const AnnouncementsPage = lazy(
  withConsoleTexts(() => import('./announcements-page').then((m) => ({ default: m.AnnouncementsPage }))),
)
const FlagsPage = lazy(withConsoleTexts(() => import('./flags-page').then((m) => ({ default: m.FlagsPage }))))

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
    { id: 'overview', label: t`Overview`, icon: IconDashboard, screen: OverviewPage, key: 'v' },
    { id: 'tenants', label: t`Tenants`, icon: IconBuildings, screen: TenantsPage, key: 't' },
    { id: 'health', label: t`Health`, icon: IconHeartbeat, screen: HealthPage, key: 'e' },
    { id: 'operations', label: t`Operations`, icon: IconProgress, screen: OperationsPage, key: 'o' },
    { id: 'rollouts', label: t`Migrations`, icon: IconStack, screen: RolloutsPage, key: 'm' },
    { id: 'announcements', label: t`Announcements`, icon: IconSpeakerphone, screen: AnnouncementsPage, key: 'a' },
    { id: 'flags', label: t`Feature flags`, icon: IconFlag, screen: FlagsPage, key: 'f' },
  ]
}
