import { useNavigate } from '@tanstack/react-router'
import { mayMerge } from '@/features/records/merge/merge-api'
import { MergePage } from '@/features/records/merge/merge-page'
import { useObject } from '@/shared/api/catalogue'
import { NotFoundScreen } from '../not-found-screen'
import { mergeRoute } from '../router'

export function MergeRoute() {
  const { object: name } = mergeRoute.useParams()
  const { ids = '' } = mergeRoute.useSearch()
  const object = useObject(name)
  const navigate = useNavigate()
  if (!object || !mayMerge(object)) return <NotFoundScreen />
  return (
    <MergePage
      key={ids}
      object={object}
      ids={[...new Set(ids.split(',').filter(Boolean))]}
      onMerged={(id) => void navigate({ to: '/$object/$id', params: { object: name, id }, replace: true })}
      onCancel={() => history.back()}
    />
  )
}
