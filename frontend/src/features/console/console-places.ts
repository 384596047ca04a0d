import { useLingui } from '@lingui/react/macro'
import IconBuildings from '@tabler/icons-react/dist/esm/icons/IconBuildingCommunity.mjs'
import IconFlag from '@tabler/icons-react/dist/esm/icons/IconFlag.mjs'
import IconHeartbeat from '@tabler/icons-react/dist/esm/icons/IconHeartbeat.mjs'
import IconDashboard from '@tabler/icons-react/dist/esm/icons/IconLayoutDashboard.mjs'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgressCheck.mjs'
import IconSpeakerphone from '@tabler/icons-react/dist/esm/icons/IconSpeakerphone.mjs'
import IconStack from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs'
import type { ComponentType } from 'react'
import { withConsoleTexts } from '@/shared/i18n/activate'
import { whenShown } from '@/shared/on-use/on-use'

const OverviewPage = whenShown(withConsoleTexts(() => import('./overview-page').then((m) => m.OverviewPage)))
const HealthPage = whenShown(withConsoleTexts(() => import('./health-page').then((m) => m.HealthPage)))
const TenantsPage = whenShown(withConsoleTexts(() => import('./tenants-page').then((m) => m.TenantsPage)))
const OperationsPage = whenShown(withConsoleTexts(() => import('./operations-page').then((m) => m.OperationsPage)))
const RolloutsPage = whenShown(withConsoleTexts(() => import('./rollouts-page').then((m) => m.RolloutsPage)))

const AnnouncementsPage = whenShown(
  withConsoleTexts(() => import('./announcements-page').then((m) => m.AnnouncementsPage)),
)
const FlagsPage = whenShown(withConsoleTexts(() => import('./flags-page').then((m) => m.FlagsPage)))

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
