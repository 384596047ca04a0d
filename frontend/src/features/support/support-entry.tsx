import { Trans } from '@lingui/react/macro'
import { HandOver } from '@/shared/ui/hand-over'
import { ProblemMessage } from '@/shared/ui/problem-message'

/** Where the console leads: this browser is the user's for a while. */
export function SupportEntry({ token }: { token: string }) {
  return (
    <HandOver token={token} path="/support/enter/" refused={(error) => <ProblemMessage heading="h1" error={error} />}>
      <Trans>The support session begins…</Trans>
    </HandOver>
  )
}
