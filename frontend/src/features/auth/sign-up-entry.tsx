import { Trans } from '@lingui/react/macro'
import { useEffect } from 'react'
import { HandOver } from '@/shared/ui/hand-over'

/** The end of signing up: into the new workspace, or to its sign-in where the token is too old. */
export function SignUpEntry({ token }: { token: string }) {
  return (
    <HandOver token={token} path="/sign-up/enter/" refused={() => <ToSignIn />}>
      <Trans>Your workspace opens…</Trans>
    </HandOver>
  )
}

function ToSignIn() {
  useEffect(() => location.replace('/sign-in'), [])
  return null
}
