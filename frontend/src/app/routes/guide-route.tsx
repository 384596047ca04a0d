import { GuidePage } from '@/features/start/guide-page'
import { WithInvite } from '../with-invite'

export function GuideRoute() {
  return <WithInvite>{(invite) => <GuidePage onInvite={invite} />}</WithInvite>
}
