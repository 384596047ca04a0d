import { useNavigate } from '@tanstack/react-router'
import { SettingsPage } from '@/features/settings/settings-page'
import { settingsRoute } from '../router'

export function SettingsRoute() {
  const { section } = settingsRoute.useParams()
  const navigate = useNavigate()
  return (
    <SettingsPage
      section={section}
      onSection={(name) =>
        void (name === 'imports'
          ? navigate({ to: '/import' })
          : navigate({ to: '/settings/$section', params: { section: name } }))
      }
    />
  )
}
