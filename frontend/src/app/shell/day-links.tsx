import { useLingui } from '@lingui/react/macro'
import IconCalendar from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import IconSun from '@tabler/icons-react/dist/esm/icons/IconSun.mjs'
import { Link } from '@tanstack/react-router'
import { useCatalogue } from '@/shared/api/catalogue'

interface Props {
  className: string | undefined
  size?: number
  /** The phone's bar has room for the first alone. */
  only?: 'my-day' | 'calendar'
  onNavigate?: () => void
}

export const useHasDay = () => useCatalogue().some((object) => object.name === 'activities')

/** One's own day and the calendar, for whoever may see activities. */
export function DayLinks({ className, size = 18, only, onNavigate }: Props) {
  const { t } = useLingui()
  if (!useHasDay()) return null
  const links = [
    { to: '/my-day', label: t`My day`, Icon: IconSun },
    { to: '/calendar', label: t`Calendar`, Icon: IconCalendar },
  ] as const
  return links
    .filter((link) => !only || link.to === `/${only}`)
    .map(({ to, label, Icon }) => (
      <Link
        key={to}
        to={to}
        className={className ?? ''}
        activeProps={{ 'aria-current': 'page', 'data-active': true } as object}
        onClick={onNavigate}
      >
        <Icon size={size} stroke={1.7} aria-hidden />
        <span className="truncate">{label}</span>
      </Link>
    ))
}
