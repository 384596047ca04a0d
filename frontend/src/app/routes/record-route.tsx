import { useNavigate } from '@tanstack/react-router'
import { RecordPage } from '@/features/records/record/record-page'
import { useObject } from '@/shared/api/catalogue'
import { ObjectGone } from '../object-gone'
import { recordRoute } from '../router'

export function RecordRoute() {
  const { object: name, id } = recordRoute.useParams()
  const object = useObject(name)
  const navigate = useNavigate()
  if (!object) return <ObjectGone name={name} />
  return (
    <RecordPage
      object={object}
      id={id}
      onDeleted={() => void navigate({ to: '/$object', params: { object: name }, replace: true })}
    />
  )
}
