import { Navigate, useNavigate } from '@tanstack/react-router'
import { SettingsPage } from '@/features/settings/settings-page'
import { settingsRoute } from '../router'

export { beginSection } from '@/features/settings/section-screens'

/** In the list of settings, and a screen of its own. */
const ELSEWHERE: Record<string, string> = { imports: '/import', products: '/products' }

function useGo() {
  const navigate = useNavigate()
  const places: Record<string, string> = { '': '/settings', ...ELSEWHERE }
  return (name: string) =>
    void navigate(
      name in places ? { to: places[name] as '/settings' } : { to: '/settings/$section', params: { section: name } },
    )
}

export function SettingsRoute() {
  const { section } = settingsRoute.useParams()
  const go = useGo()
  const place = ELSEWHERE[section]
  if (place) return <Navigate to={place as '/import'} replace />
  return <SettingsPage section={section} onSection={go} />
}

export function SettingsStartRoute() {
  const go = useGo()
  return <SettingsPage section="" onSection={go} />
}
