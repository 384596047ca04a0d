import { useLingui } from '@lingui/react/macro'
import { Loader } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { request } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'

const TRIES = 6
const PAUSE_MS = 1000

/** A workspace that was made this moment may not be known to every process of the server yet. */
async function takenOver(path: string, token: string) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await request('POST', path, { body: { token } })
    } catch (error) {
      if (!isProblem(error, 503) || tries === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

interface Props {
  token: string
  /** Where the token counts. */
  path: string
  /** What is happening, while it does. */
  children: ReactNode
  refused: (error: unknown) => ReactNode
}

/** Gives a token to the workspace's own host, once, and opens the app as whom it stands for. */
export function HandOver({ token, path, children, refused }: Props) {
  const { t } = useLingui()
  const sent = useRef(false)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    history.replaceState(null, '', location.pathname)
    takenOver(path, token).then(
      () => location.replace('/'),
      (problem: unknown) => setError(problem),
    )
  }, [path, token])
  if (error) return refused(error)
  return (
    <div role="status" style={{ display: 'flex', gap: 12, padding: 48, justifyContent: 'center' }}>
      <Loader size="sm" aria-label={t`Loading…`} />
      {children}
    </div>
  )
}
