import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconBox from '@tabler/icons-react/dist/esm/icons/IconBox.mjs'
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs'
import IconCoins from '@tabler/icons-react/dist/esm/icons/IconCoins.mjs'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconForms from '@tabler/icons-react/dist/esm/icons/IconForms.mjs'
import IconHierarchy2 from '@tabler/icons-react/dist/esm/icons/IconHierarchy2.mjs'
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs'
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs'
import IconLayoutKanban from '@tabler/icons-react/dist/esm/icons/IconLayoutKanban.mjs'
import IconLayoutList from '@tabler/icons-react/dist/esm/icons/IconLayoutList.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconShieldLock from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs'
import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { Link } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { useMe } from '@/shared/api/me'
import { ApiProblem } from '@/shared/api/problem'
import { ProblemMessage } from '@/shared/ui/problem-message'
import classes from './settings.module.css'

const CompanySettings = lazy(() => import('./company/company-settings').then((m) => ({ default: m.CompanySettings })))
const CurrencySettings = lazy(() =>
  import('./company/currency-settings').then((m) => ({ default: m.CurrencySettings })),
)
const ProfileSettings = lazy(() => import('./profile-settings').then((m) => ({ default: m.ProfileSettings })))
const ApiKeySettings = lazy(() => import('./api-key-settings').then((m) => ({ default: m.ApiKeySettings })))
const UserSettings = lazy(() => import('./user-settings').then((m) => ({ default: m.UserSettings })))
const TeamSettings = lazy(() => import('./team-settings').then((m) => ({ default: m.TeamSettings })))
const RoleSettings = lazy(() => import('./role-settings').then((m) => ({ default: m.RoleSettings })))
const PipelineSettings = lazy(() => import('./pipeline-settings').then((m) => ({ default: m.PipelineSettings })))
const FieldSettings = lazy(() => import('./field-settings').then((m) => ({ default: m.FieldSettings })))
const ObjectSettings = lazy(() => import('./object-settings').then((m) => ({ default: m.ObjectSettings })))
const LayoutSettings = lazy(() => import('./layout-settings').then((m) => ({ default: m.LayoutSettings })))
const SecuritySettings = lazy(() =>
  import('./security/security-settings').then((m) => ({ default: m.SecuritySettings })),
)
const AuditSettings = lazy(() => import('./audit/audit-settings').then((m) => ({ default: m.AuditSettings })))

const HistorySettings = lazy(() => import('./history/history-settings').then((m) => ({ default: m.HistorySettings })))

interface Section {
  name: string
  label: string
  group: string
  right: string | null
  icon: typeof IconKey
  screen: ComponentType | null
}

function useSections(): Section[] {
  const { t } = useLingui()
  const { rights } = useMe()
  const mine = t`You`
  const workspace = t`Workspace`
  const all: Section[] = [
    { name: 'profile', label: t`Profile`, group: mine, right: null, icon: IconUserCircle, screen: ProfileSettings },
    {
      name: 'security',
      label: t`Security`,
      group: mine,
      right: null,
      icon: IconLock,
      screen: SecuritySettings,
    },
    { name: 'history', label: t`History`, group: mine, right: null, icon: IconArrowBackUp, screen: HistorySettings },
    { name: 'api-keys', label: t`API keys`, group: mine, right: 'api_keys', icon: IconKey, screen: ApiKeySettings },
    {
      name: 'company',
      label: t`Company`,
      group: workspace,
      right: 'settings',
      icon: IconBuilding,
      screen: CompanySettings,
    },
    {
      name: 'currencies',
      label: t`Currencies and rates`,
      group: workspace,
      right: 'settings',
      icon: IconCoins,
      screen: CurrencySettings,
    },
    { name: 'users', label: t`Users`, group: workspace, right: 'settings', icon: IconUsers, screen: UserSettings },
    { name: 'teams', label: t`Teams`, group: workspace, right: 'settings', icon: IconHierarchy2, screen: TeamSettings },
    { name: 'roles', label: t`Roles`, group: workspace, right: 'settings', icon: IconShieldLock, screen: RoleSettings },
    {
      name: 'pipelines',
      label: t`Pipelines`,
      group: workspace,
      right: 'settings',
      icon: IconLayoutKanban,
      screen: PipelineSettings,
    },
    { name: 'fields', label: t`Fields`, group: workspace, right: 'settings', icon: IconForms, screen: FieldSettings },
    {
      name: 'objects',
      label: t`Objects`,
      group: workspace,
      right: 'settings',
      icon: IconBox,
      screen: ObjectSettings,
    },
    {
      name: 'layouts',
      label: t`Layouts`,
      group: workspace,
      right: 'settings',
      icon: IconLayoutList,
      screen: LayoutSettings,
    },
    { name: 'imports', label: t`Imports`, group: workspace, right: 'import', icon: IconFileImport, screen: null },
    {
      name: 'audit',
      label: t`Audit trail`,
      group: workspace,
      right: 'audit',
      icon: IconHistory,
      screen: AuditSettings,
    },
  ]
  return all.filter((section) => section.right === null || rights.includes(section.right))
}

interface Props {
  section: string
  onSection: (name: string) => void
}

/** Settings: one's own, and for those who may, the workspace's. */
export function SettingsPage({ section, onSection }: Props) {
  const { t } = useLingui()
  const sections = useSections()
  const Screen = sections.find((one) => one.name === section)?.screen
  const groups = [...new Set(sections.map((one) => one.group))]
  return (
    <div className={classes.root}>
      <nav className={classes.nav} aria-label={t`Settings`}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <p className={classes.navTitle} aria-hidden>
              {group}
            </p>
            {sections
              .filter((one) => one.group === group)
              .map(({ name, label, icon: Icon, screen }) => (
                <Link
                  key={name}
                  to={screen ? '/settings/$section' : '/import'}
                  params={{ section: name } as never}
                  className={classes.link}
                  data-active={name === section || undefined}
                >
                  <Icon size={17} stroke={1.7} aria-hidden />
                  {label}
                </Link>
              ))}
          </div>
        ))}
      </nav>
      <div className={classes.phoneNav}>
        <NativeSelect
          aria-label={t`Settings`}
          data={sections.map(({ name, label }) => ({ value: name, label }))}
          value={section}
          onChange={(event) => onSection(event.currentTarget.value)}
        />
      </div>
      <div className={classes.content}>
        <Suspense fallback={null}>
          {Screen ? <Screen /> : <ProblemMessage heading="h1" error={new ApiProblem(403)} />}
        </Suspense>
      </div>
    </div>
  )
}
