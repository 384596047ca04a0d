import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { SignInPage } from '@/features/auth/sign-in-page'
import { isProblem } from '@/shared/api/problem'
import { signIn, signOut } from '@/shared/api/session'
import { withLaterTexts } from '@/shared/i18n/activate'
import { safeNext } from '@/shared/lib/safe-next'
import { whenShown } from '@/shared/on-use/on-use'

const route = getRouteApi('/sign-in')
const ForgottenPage = whenShown(
  withLaterTexts(() => import('@/features/auth/password-pages').then((m) => m.ForgottenPage)),
)
const ChoosePasswordPage = whenShown(
  withLaterTexts(() => import('@/features/auth/password-pages').then((m) => m.ChoosePasswordPage)),
)

const KEY = 'password='

/** Signing in, and what the links behind the `#` lead to: a forgotten password, the choice of another. */
export function SignInRoute() {
  const { next, expired } = route.useSearch()
  const hash = useLocation({ select: (location) => location.hash })
  const router = useRouter()
  const client = useQueryClient()
  const [renewed, setRenewed] = useState('')
  const enter = async () => {
    client.clear()
    router.history.replace(safeNext(next))
  }
  const enterAs = async (email: string, password: string) => {
    if ((await signedInAs(email, password)) === 'in') return enter()
    setRenewed(email)
    router.history.replace('/sign-in')
  }
  if (hash === 'forgotten') return <ForgottenPage />
  if (hash.startsWith(KEY)) return <ChoosePasswordPage linkKey={hash.slice(KEY.length)} onChosen={enterAs} />
  return <SignInPage expired={expired ?? false} renewed={renewed} onSignedIn={enter} />
}

/** Whoever was signed in in this browser goes: the link was another person's. */
async function signedInAs(email: string, password: string) {
  try {
    return await signIn(email, password).catch(async (error) => {
      if (!isProblem(error, 409)) throw error
      await signOut()
      return signIn(email, password)
    })
  } catch {
    return 'refused'
  }
}
