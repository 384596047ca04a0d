import { DuplicatesPage } from '@/features/records/merge/duplicates-page'
import { mayMerge } from '@/features/records/merge/merge-api'
import { useObject } from '@/shared/api/catalogue'
import { NotFoundScreen } from '../not-found-screen'
import { duplicatesRoute } from '../router'

export function DuplicatesRoute() {
  const { object: name } = duplicatesRoute.useParams()
  const object = useObject(name)
  if (!object || !mayMerge(object)) return <NotFoundScreen />
  return <DuplicatesPage key={name} object={object} />
}
