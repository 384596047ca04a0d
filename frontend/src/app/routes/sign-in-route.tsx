import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { SignInPage } from '@/features/auth/sign-in-page'

const route = getRouteApi('/sign-in')

/** Only addresses of this app: `//elsewhere.example` would leave it. */
const safeNext = (next: string | undefined) => (next?.startsWith('/') && !next.startsWith('//') ? next : '/')

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
