import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { offersSignUp } from '@/features/auth/sign-up-api'
import { SignUpConfirm } from '@/features/auth/sign-up-confirm'
import { SignUpEntry } from '@/features/auth/sign-up-entry'
import { SignUpPage } from '@/features/auth/sign-up-page'
import { NotFoundScreen } from '../not-found-screen'

export function SignUpRoute() {
  return offersSignUp() ? <SignUpPage /> : <NotFoundScreen />
}

/** The secret stands behind the `#`, so that it reaches no server's log. */
export function SignUpConfirmRoute() {
  const [token] = useState(() => location.hash.slice(1))
  return offersSignUp() && token ? <SignUpConfirm token={token} /> : <NotFoundScreen />
}

/** At the new workspace's own host, which need not offer sign-up itself. */
export function SignUpEntryRoute() {
  const [token] = useState(() => location.hash.slice(1))
  return token ? <SignUpEntry token={token} /> : <Navigate to="/" replace />
}
