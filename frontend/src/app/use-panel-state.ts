import { useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback, useRef } from 'react'

/** The open record in the URL: opening pushes one history entry, moving on replaces it, closing goes back over it. */
export function usePanelState(record: string | undefined) {
  const navigate = useNavigate()
  const router = useRouter()
  const pushed = useRef(false)
  const open = useCallback(
    (id: string, replace: boolean) => {
      if (!replace) pushed.current = true
      void navigate({ to: '.', search: (old) => ({ ...old, record: id }), replace })
    },
    [navigate],
  )
  const close = useCallback(() => {
    if (pushed.current && record) router.history.back()
    else void navigate({ to: '.', search: (old) => ({ ...old, record: undefined, tab: undefined }), replace: true })
    pushed.current = false
  }, [navigate, router, record])
  return { open, close }
}
