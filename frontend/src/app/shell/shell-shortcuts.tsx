import { useLingui } from '@lingui/react/macro'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useMe } from '@/shared/api/me'
import { createRequest } from '@/shared/lib/create-request'
import { whenShown } from '@/shared/on-use/on-use'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { useUndo } from '@/shared/undo/use-undo'
import { useHasDay } from './day-links'
import { useNavItems } from './nav-items'
import { overlay } from './overlays'
import { useIsConsole } from './use-is-console'

const ConsoleShortcuts = whenShown(() => import('./console-shortcuts').then((m) => m.ConsoleShortcuts))

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
      .filter((item) => item.opensOnBoard)
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
    { keys: 'g n', label: t`Notifications`, group: goTo, run: () => overlay.set('notices') },
    ...(mayImport ? [{ keys: 'g i', label: t`Import`, group: goTo, run: () => void navigate({ to: '/import' }) }] : []),
    {
      keys: 'g s',
      label: t`Settings`,
      group: goTo,
      run: () => void navigate({ to: '/settings/$section', params: { section: 'profile' } }),
    },
  ])
  return isConsole ? <ConsoleShortcuts /> : null
}
