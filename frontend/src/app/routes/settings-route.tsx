import { useNavigate } from '@tanstack/react-router'
import { SettingsPage } from '@/features/settings/settings-page'
import { settingsRoute } from '../router'

export { beginSection } from '@/features/settings/section-screens'

function useGo() {
  const navigate = useNavigate()
  const elsewhere: Record<string, string> = { '': '/settings', imports: '/import', products: '/products' }
  return (name: string) =>
    void navigate(
      name in elsewhere
        ? { to: elsewhere[name] as '/settings' }
        : { to: '/settings/$section', params: { section: name } },
    )
}

export function SettingsRoute() {
  const { section } = settingsRoute.useParams()
  const go = useGo()
  return <SettingsPage section={section} onSection={go} />
}

export function SettingsStartRoute() {
  const go = useGo()
  return <SettingsPage section="" onSection={go} />
}
