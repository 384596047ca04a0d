import { useNavigate } from '@tanstack/react-router'
import { useConsolePlaces } from '@/features/console/console-places'
import { TenantPage } from '@/features/console/tenant-page'
import { NotFoundScreen } from '../not-found-screen'
import { consolePlaceRoute, tenantRoute } from '../router'

export function ConsolePlaceRoute() {
  const { place } = consolePlaceRoute.useParams()
  const Screen = useConsolePlaces().find((one) => one.id === place)?.screen
  return Screen ? <Screen /> : <NotFoundScreen />
}

export function TenantRoute() {
  const { slug } = tenantRoute.useParams()
  const { section } = tenantRoute.useSearch()
  const navigate = useNavigate()
  return (
    <TenantPage
      key={slug}
      slug={slug}
      section={section}
      onSection={(id) =>
        void navigate({ to: '/console/tenants/$slug', params: { slug }, search: { section: id }, replace: true })
      }
    />
  )
}
