import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { HomeState } from '@/features/home/home-api'
import { HomePage } from '@/features/home/home-page'
import { guideQuery, isOnHome } from '@/features/start/guide-api'
import { HomeGuide } from '@/features/start/guide-part'
import { useMe, useRight } from '@/shared/api/me'
import { useStored } from '@/shared/lib/use-stored'
import { whenShown } from '@/shared/on-use/on-use'
import { homeKey } from '../asking'
import { homeRoute } from '../router'
import { WithInvite } from '../with-invite'

const LimitsNote = whenShown(() => import('@/features/start/limits-note').then((m) => m.LimitsNote))

/** The address says what is shown; without a word it is what this person chose last. */
export function HomeRoute() {
  const search = homeRoute.useSearch()
  const navigate = useNavigate()
  const guides = useRight('settings')
  const [kept, keep] = useStored<HomeState>(homeKey(useMe().user.id), {})
  const change = (next: HomeState) => {
    keep({ ...kept, ...search, ...next })
    void navigate({ to: '/', search: { ...search, ...next }, replace: true })
  }
  const { data, isPending } = useQuery({ ...guideQuery, enabled: guides })
  const guide = data && isOnHome(data) && <WithInvite>{(invite) => <HomeGuide onInvite={invite} />}</WithInvite>
  const { entitlements } = useMe()
  const pays = useRight('billing')
  const isLimited = ['seats', 'records', 'storage_bytes'].some((limit) => entitlements.limits[limit] != null)
  const head = (
    <>
      {pays && isLimited && <LimitsNote />}
      {guide}
    </>
  )
  return <HomePage state={{ ...kept, ...search }} onState={change} guide={head} isGuidePending={guides && isPending} />
}
