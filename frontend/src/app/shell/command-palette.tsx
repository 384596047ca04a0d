import { useLingui } from '@lingui/react/macro'
import { useComputedColorScheme } from '@mantine/core'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconContrast from '@tabler/icons-react/dist/esm/icons/IconContrast.mjs'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import IconHome from '@tabler/icons-react/dist/esm/icons/IconHome.mjs'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconLayoutKanban from '@tabler/icons-react/dist/esm/icons/IconLayoutKanban.mjs'
import IconListCheck from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSettings from '@tabler/icons-react/dist/esm/icons/IconSettings.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useConsolePlaces } from '@/features/console/console-places'
import { creatingTenant } from '@/features/console/creating-tenant'
import { type Command, Palette } from '@/features/search/palette'
import { useCatalogue } from '@/shared/api/catalogue'
import { useRight } from '@/shared/api/me'
import { type Favourite, favouritesQuery } from '@/shared/interests/interests-api'
import { useRecent } from '@/shared/interests/recent'
import { createRequest } from '@/shared/lib/create-request'
import { usePreferences } from '@/shared/preferences/use-preferences'
import { ObjectIcon } from '@/shared/ui/object-icon'
import { useHasDay } from './day-links'
import { useNavItems } from './nav-items'
import { overlay } from './overlays'
import { useIsConsole } from './use-is-console'
import { useSignOut } from './use-sign-out'

function usePlaces(): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const items = useNavItems()
  const mayImport = useRight('import')
  const maySettle = useRight('settings')
  const isConsole = useIsConsole()
  const hasDay = useHasDay() && !isConsole
  const group = t`Go to`
  const lists = items.map(({ object, goTo }) => ({
    id: `go:${object.name}`,
    label: t`Go to ${object.label_plural}`,
    group,
    icon: <ObjectIcon object={object} />,
    ...(goTo && !isConsole ? { keys: `g ${goTo}` } : {}),
    run: () => void navigate({ to: '/$object', params: { object: object.name } }),
  }))
  const boards = items
    .filter((item) => item.hasBoard)
    .map(({ object }) => ({
      id: `board:${object.name}`,
      label: t`Go to the board of ${object.label_plural}`,
      group,
      icon: <IconLayoutKanban size={18} stroke={1.7} aria-hidden />,
      run: () => void navigate({ to: '/$object/board', params: { object: object.name } }),
    }))
  const home = {
    id: 'go:home',
    label: t`Go to the home screen`,
    group,
    icon: <IconHome size={18} stroke={1.7} aria-hidden />,
    keys: 'g h',
    run: () => void navigate({ to: '/' }),
  }
  const steps = {
    id: 'go:first-steps',
    label: t`Go to the first steps`,
    group,
    icon: <IconListCheck size={18} stroke={1.7} aria-hidden />,
    run: () => void navigate({ to: '/first-steps' }),
  }
  const importing = {
    id: 'go:import',
    label: t`Import a file`,
    group,
    icon: <IconFileImport size={18} stroke={1.7} aria-hidden />,
    ...(isConsole ? {} : { keys: 'g i' }),
    run: () => void navigate({ to: '/import' }),
  }
  const settings = {
    id: 'go:settings',
    label: t`Go to settings`,
    group,
    icon: <IconSettings size={18} stroke={1.7} aria-hidden />,
    keys: 'g s',
    run: () => void navigate({ to: '/settings/$section', params: { section: 'profile' } }),
  }
  const days = hasDay
    ? [
        {
          id: 'go:my-day',
          label: t`Go to my day`,
          group,
          icon: <IconSun size={18} stroke={1.7} aria-hidden />,
          keys: 'g t',
          run: () => void navigate({ to: '/my-day' }),
        },
        {
          id: 'go:calendar',
          label: t`Go to the calendar`,
          group,
          icon: <IconCalendar size={18} stroke={1.7} aria-hidden />,
          keys: 'g k',
          run: () => void navigate({ to: '/calendar' }),
        },
      ]
    : []
  return [
    home,
    ...days,
    ...lists,
    ...boards,
    ...(mayImport ? [importing] : []),
    settings,
    ...(maySettle ? [steps] : []),
  ]
}

/** Operators find the console's places and acts first. */
function useConsoleCommands(): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const places = useConsolePlaces()
  const group = t`Console`
  if (!useIsConsole()) return []
  return [
    ...places.map((place) => ({
      id: `console:${place.id}`,
      label: t`Go to ${place.label}`,
      group,
      icon: <place.icon size={18} stroke={1.7} aria-hidden />,
      ...(place.key ? { keys: `g ${place.key}` } : {}),
      run: () => void navigate({ to: '/console/$place', params: { place: place.id } }),
    })),
    {
      id: 'console:new-tenant',
      label: t`Make a tenant`,
      group,
      icon: <IconPlus size={18} stroke={1.7} aria-hidden />,
      run: () => creatingTenant.set(true),
    },
  ]
}

/** What was opened last, and the favourites behind it. */
function useShortlist(): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const objects = useCatalogue()
  const favourites = useQuery(favouritesQuery).data ?? []
  const recent = useRecent().slice(0, 6)
  const known = new Set(recent.map((one) => one.id))
  const commandOf = (one: Favourite, group: string): Command => ({
    id: `record:${one.id}`,
    label: one.name || t`Untitled`,
    group,
    icon: <ObjectIcon object={objects.find((o) => o.name === one.object) ?? { name: one.object, icon: '' }} />,
    run: () => void navigate({ to: '/$object/$id', params: { object: one.object, id: one.id } }),
  })
  return [
    ...recent.map((one) => commandOf(one, t`Recent`)),
    ...favourites.filter((one) => !known.has(one.id)).map((one) => commandOf(one, t`Favourites`)),
  ]
}

function useActions(): Command[] {
  const { t } = useLingui()
  const objects = useCatalogue()
  const leave = useSignOut()
  const { change } = usePreferences()
  const shown = useComputedColorScheme()
  const group = t`Actions`
  const creates = objects
    .filter((object) => object.navigation && object.permissions.create)
    .map((object) => ({
      id: `new:${object.name}`,
      label: t`Create: ${object.label}`,
      group,
      icon: <IconPlus size={18} stroke={1.7} aria-hidden />,
      run: () => createRequest.set({ object: object.name }),
    }))
  return [
    ...creates,
    {
      id: 'theme',
      label: t`Switch between light and dark`,
      group,
      icon: <IconContrast size={18} stroke={1.7} aria-hidden />,
      run: () => change({ theme: shown === 'dark' ? 'light' : 'dark' }),
    },
    {
      id: 'shortcuts',
      label: t`Keyboard shortcuts`,
      group,
      icon: <IconKeyboard size={18} stroke={1.7} aria-hidden />,
      keys: '?',
      run: () => overlay.set('shortcuts'),
    },
    {
      id: 'sign-out',
      label: t`Sign out`,
      group,
      icon: <IconLogout size={18} stroke={1.7} aria-hidden />,
      run: () => void leave(),
    },
  ]
}

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const objects = useCatalogue()
  const commands = [...useConsoleCommands(), ...useShortlist(), ...usePlaces(), ...useActions()]
  return (
    <Palette
      commands={commands}
      iconOf={(name) => <ObjectIcon object={objects.find((o) => o.name === name) ?? { name, icon: '' }} />}
      onOpenRecord={(object, id) => void navigate({ to: '/$object/$id', params: { object, id } })}
      onClose={onClose}
    />
  )
}
