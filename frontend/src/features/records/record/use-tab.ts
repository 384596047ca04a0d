import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** The tab of a record in the address, so that a reload and a link that is sent open the same one. */
export function useTab() {
  const tab: string | undefined = useSearch({ strict: false, select: (search) => search.tab })
  const navigate = useNavigate()
  const ask = useCallback(
    (next: string | null) =>
      void navigate({ to: '.', search: (old) => ({ ...old, tab: next ?? undefined }), replace: true }),
    [navigate],
  )
  return [tab, ask] as const
}
