import { Trans, useLingui } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { request } from '@/shared/api/http'
import { ProblemMessage } from '@/shared/ui/problem-message'

/** Hands the token over to the workspace's own host, once, and opens the app as the user. */
export function SupportEntry({ token }: { token: string }) {
  const { t } = useLingui()
  const sent = useRef(false)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    history.replaceState(null, '', '/support')
    request('POST', '/support/enter/', { body: { token } }).then(
      () => location.replace('/'),
      (problem: unknown) => setError(problem),
    )
  }, [token])
  if (error) return <ProblemMessage heading="h1" error={error} />
  return (
    <div role="status" style={{ display: 'flex', gap: 12, padding: 48, justifyContent: 'center' }}>
      <Loader size="sm" aria-label={t`Loading…`} />
      <Trans>The support session begins…</Trans>
    </div>
  )
}
