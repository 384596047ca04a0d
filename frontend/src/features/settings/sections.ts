import { useLingui } from '@lingui/react/macro'
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import IconBox from '@tabler/icons-react/dist/esm/icons/IconBox.mjs'
import IconBuilding from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs'
import IconCoins from '@tabler/icons-react/dist/esm/icons/IconCoins.mjs'
import IconCreditCard from '@tabler/icons-react/dist/esm/icons/IconCreditCard.mjs'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconForms from '@tabler/icons-react/dist/esm/icons/IconForms.mjs'
import IconHierarchy2 from '@tabler/icons-react/dist/esm/icons/IconHierarchy2.mjs'
import IconHistory from '@tabler/icons-react/dist/esm/icons/IconHistory.mjs'
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs'
import IconLayoutKanban from '@tabler/icons-react/dist/esm/icons/IconLayoutKanban.mjs'
import IconLayoutList from '@tabler/icons-react/dist/esm/icons/IconLayoutList.mjs'
import IconLifebuoy from '@tabler/icons-react/dist/esm/icons/IconLifebuoy.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconPackage from '@tabler/icons-react/dist/esm/icons/IconPackage.mjs'
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgress.mjs'
import IconShieldLock from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs'
import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import IconWebhook from '@tabler/icons-react/dist/esm/icons/IconWebhook.mjs'
import IconWorld from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs'
import type { ComponentType } from 'react'
import { useMe } from '@/shared/api/me'
import { screenOf } from './section-screens'

export interface Section {
  name: string
  label: string
  /** What one finds there, in words that people look for. */
  about: string
  group: string
  right: string | null
  icon: typeof IconKey
  /** Shown in the settings; without one the section lives at `to`. */
  screen: ComponentType | null
  to?: string
}

type Entry = [name: string, label: string, about: string, icon: typeof IconKey, right?: string | null, to?: string]

/** What this person may set, in groups. */
export function useSections(): Section[] {
  const { t } = useLingui()
  const { rights } = useMe()
  const groups: [group: string, right: string | null, entries: Entry[]][] = [
    [
      t`You`,
      null,
      [
        ['profile', t`Profile`, t`Name, language, region, time zone, theme, density, shortcuts`, IconUserCircle],
        ['notifications', t`Notifications`, t`What you hear of: in the app, by e-mail, once a day`, IconBell],
        ['security', t`Security`, t`Password, two-step sign-in, where you are signed in`, IconLock],
        ['history', t`History`, t`What you did in the last thirty days, to be taken back`, IconArrowBackUp],
        ['api-keys', t`API keys`, t`Keys for programs, when they were used, revoking them`, IconKey, 'api_keys'],
      ],
    ],
    [
      t`Company and people`,
      'settings',
      [
        ['company', t`Company`, t`Name, address, formats, week, fiscal year, logo, colour`, IconBuilding],
        ['currencies', t`Currencies and rates`, t`Currencies in use, exchange rates by day`, IconCoins],
        ['domains', t`Domains`, t`Hosts of your own that lead to the workspace`, IconWorld],
        ['users', t`Users`, t`Inviting, deactivating, handing over records`, IconUsers],
        ['teams', t`Teams`, t`The tree of teams, their managers and members`, IconHierarchy2],
        ['roles', t`Roles`, t`Who may see and change what, field by field`, IconShieldLock],
        ['billing', t`Billing`, t`Plan, usage, invoices, payment, trial, seats`, IconCreditCard, 'billing'],
      ],
    ],
    [
      t`Sales and data`,
      'settings',
      [
        ['pipelines', t`Pipelines`, t`Stages, their order and probabilities`, IconLayoutKanban],
        ['products', t`Products`, t`What you sell, with prices`, IconPackage, null, '/products'],
        ['fields', t`Fields`, t`Further fields, formulas, rules for values`, IconForms],
        ['objects', t`Objects`, t`Kinds of records of your own`, IconBox],
        ['layouts', t`Layouts`, t`Which fields stand where on a record's page`, IconLayoutList],
        ['webhooks', t`Webhooks`, t`Telling other systems of what happens, what was sent, sending again`, IconWebhook],
      ],
    ],
    [
      t`What happened`,
      null,
      [
        [
          'imports',
          t`Imports`,
          t`Files that were imported, their reports, taking them back`,
          IconFileImport,
          'import',
          '/import',
        ],
        ['jobs', t`Background work`, t`Imports and other jobs: how far they are, why they failed`, IconProgress],
        [
          'support',
          t`Support access`,
          t`Whether those who run the platform may look in, and who did`,
          IconLifebuoy,
          'settings',
        ],
        ['audit', t`Audit trail`, t`Who did what and when; sensitive fields`, IconHistory, 'audit'],
      ],
    ],
  ]
  return groups.flatMap(([group, usual, entries]) =>
    entries
      .map(([name, label, about, icon, right = usual, to]) => ({
        ...{ name, label, about, group, right, icon, screen: screenOf(name) },
        ...(to ? { to } : {}),
      }))
      .filter((section) => section.right === null || rights.includes(section.right))
      .filter((section) => section.name !== 'products' || rights.includes('settings')),
  )
}
