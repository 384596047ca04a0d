import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useConsolePlaces } from '@/features/console/console-places'
import { useShortcuts } from '@/shared/shortcuts/registry'

/** Keys that lead to the places of the console. */
export function ConsoleShortcuts() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const goTo = t`Go to`
  useShortcuts(
    useConsolePlaces()
      .filter((place) => place.key)
      .map((place) => ({
        keys: `g ${place.key}`,
        label: place.label,
        group: goTo,
        run: () => void navigate({ to: '/console/$place', params: { place: place.id } }),
      })),
  )
  return null
}
