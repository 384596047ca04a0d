import { useNavigate } from '@tanstack/react-router'
import { RecordPage } from '@/features/records/record/record-page'
import { useObject } from '@/shared/api/catalogue'
import { NotFoundScreen } from '../not-found-screen'
import { recordRoute } from '../router'

export function RecordRoute() {
  const { object: name, id } = recordRoute.useParams()
  const object = useObject(name)
  const navigate = useNavigate()
  if (!object) return <NotFoundScreen />
  return (
    <RecordPage
      object={object}
      id={id}
      onDeleted={() => void navigate({ to: '/$object', params: { object: name }, replace: true })}
    />
  )
}
