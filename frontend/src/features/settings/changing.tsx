import { createContext, type ReactNode, use } from 'react'
import { useMe } from '@/shared/api/me'

/** Paying, signing in safely and support are open whatever the workspace's state; the overview only leads on. */
const ALWAYS_OPEN = ['', 'billing', 'security', 'support']
const SHUT = ['suspended', 'closing', 'locked']
/** Who may get in, and with which rights: nothing for support, even where it may write. */
const NOT_FOR_SUPPORT = ['users', 'roles', 'teams', 'domains']

/** The name of the settings' section that is shown. */
export const ShownSection = createContext('')

/** Why nothing can be changed in this section now. */
export function useClosed(): 'shut' | 'support' | null {
  const section = use(ShownSection)
  const { tenant, support } = useMe()
  if (support && (!support.writes || NOT_FOR_SUPPORT.includes(section))) return section ? 'support' : null
  return SHUT.includes(tenant.state) && !ALWAYS_OPEN.includes(section) ? 'shut' : null
}

/** What changes something: not offered where it would be refused. */
export function Changing({ children }: { children: ReactNode }) {
  return useClosed() ? null : children
}
