import { useState } from 'react'
import { SupportEntry } from '@/features/support/support-entry'
import { NotFoundScreen } from '../not-found-screen'

/** The token stands behind the `#`, so that it reaches no server's log. */
export function SupportRoute() {
  const [token] = useState(() => location.hash.slice(1))
  return token ? <SupportEntry token={token} /> : <NotFoundScreen />
}
