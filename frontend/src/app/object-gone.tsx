import { useMe } from '@/shared/api/me'
import { onUse } from '@/shared/on-use/on-use'
import { NotFoundScreen } from './not-found-screen'

const RetiredObject = onUse(() => import('./retired-object').then((m) => m.RetiredObject))

/** At the address of no object: whoever arranges them is told where it is of one that was retired. */
export function ObjectGone({ name }: { name: string }) {
  return useMe().rights.includes('settings') ? <RetiredObject name={name} /> : <NotFoundScreen />
}
