import { useNavigate } from '@tanstack/react-router'

/** After work was asked for that makes another tenant: closes the dialog and shows how it goes. */
export function useFollow(onClose: () => void) {
  const navigate = useNavigate()
  return () => {
    onClose()
    void navigate({ to: '/console/$place', params: { place: 'operations' } })
  }
}
