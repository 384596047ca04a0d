import { Link } from '@tanstack/react-router'
import { useConsolePlaces } from '@/features/console/console-places'
import { ACTIVE } from './active'

interface Props {
  className: string | undefined
  size?: number
  /** The phone's bar has room for the first ones, the sheet shows the rest. */
  from?: number
  to?: number
  onNavigate?: () => void
}

export function ConsoleLinks({ className, size = 18, from = 0, to, onNavigate }: Props) {
  const places = useConsolePlaces().slice(from, to)
  return places.map((place) => (
    <Link
      key={place.id}
      to="/console/$place"
      params={{ place: place.id }}
      className={className ?? ''}
      activeProps={ACTIVE}
      onClick={onNavigate}
    >
      <place.icon size={size} stroke={1.7} aria-hidden />
      <span className="truncate">{place.label}</span>
    </Link>
  ))
}
