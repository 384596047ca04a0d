import { useLingui } from '@lingui/react/macro'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useConsolePlaces } from '@/features/console/console-places'
import { useMe } from '@/shared/api/me'
import { createRequest } from '@/shared/lib/create-request'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { useUndo } from '@/shared/undo/use-undo'
import { useIsConsole } from './console-links'
import { useHasDay } from './day-links'
import { useNavItems } from './nav-items'
import { overlay } from './overlays'

/** The object of the screen, else the first that may be created. */
function useCreatable() {
  const { object } = useParams({ strict: false })
  const items = useNavItems().filter((item) => item.object.permissions.create)
  return (items.find((item) => item.object.name === object) ?? items[0])?.object.name
}

/** Keys that work on every screen. */
export function ShellShortcuts() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const isConsole = useIsConsole()
  const objects = useNavItems()
  const items = isConsole ? [] : objects
  const creatable = useCreatable()
  const mayImport = useMe().rights.includes('import') && !isConsole
  const hasDay = useHasDay()
  const places = useConsolePlaces()
  const { takeBack } = useUndo()
  const general = t`General`
  const goTo = t`Go to`

  useShortcuts([
    { keys: 'mod+k', label: t`Search and commands`, group: general, run: () => overlay.set('palette') },
    { keys: '?', label: t`Keyboard shortcuts`, group: general, run: () => overlay.set('shortcuts') },
    { keys: 'mod+z', label: t`Undo the last change`, group: general, run: () => void takeBack() },
    ...(creatable && !isConsole
      ? [{ keys: 'c', label: t`Create a record`, group: general, run: () => createRequest.set({ object: creatable }) }]
      : []),
    { keys: 'g h', label: t`Home`, group: goTo, run: () => void navigate({ to: '/' }) },
    ...items
      .filter((item) => item.goTo)
      .map((item) => ({
        keys: `g ${item.goTo}`,
        label: item.object.label_plural,
        group: goTo,
        run: () => void navigate({ to: '/$object', params: { object: item.object.name } }),
      })),
    ...items
      .filter((item) => item.hasBoard)
      .slice(0, 1)
      .map((item) => ({
        keys: 'g b',
        label: t`Board`,
        group: goTo,
        run: () => void navigate({ to: '/$object/board', params: { object: item.object.name } }),
      })),
    ...(hasDay && !isConsole
      ? [
          { keys: 'g t', label: t`My day`, group: goTo, run: () => void navigate({ to: '/my-day' }) },
          { keys: 'g k', label: t`Calendar`, group: goTo, run: () => void navigate({ to: '/calendar' }) },
        ]
      : []),
    ...places
      .filter((place) => isConsole && place.key)
      .map((place) => ({
        keys: `g ${place.key}`,
        label: place.label,
        group: goTo,
        run: () => void navigate({ to: '/console/$place', params: { place: place.id } }),
      })),
    { keys: 'g n', label: t`Notifications`, group: goTo, run: () => overlay.set('notices') },
    ...(mayImport ? [{ keys: 'g i', label: t`Import`, group: goTo, run: () => void navigate({ to: '/import' }) }] : []),
    {
      keys: 'g s',
      label: t`Settings`,
      group: goTo,
      run: () => void navigate({ to: '/settings/$section', params: { section: 'profile' } }),
    },
  ])
  return null
}
