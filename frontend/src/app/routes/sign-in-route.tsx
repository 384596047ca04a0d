import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { SignInPage } from '@/features/auth/sign-in-page'
import { safeNext } from '@/shared/lib/safe-next'

const route = getRouteApi('/sign-in')

export function SignInRoute() {
  const { next, expired } = route.useSearch()
  const router = useRouter()
  const client = useQueryClient()
  const enter = async () => {
    client.clear()
    router.history.replace(safeNext(next))
  }
  return <SignInPage expired={expired ?? false} onSignedIn={enter} />
}
