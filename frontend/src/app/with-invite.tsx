import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { withLaterTexts } from '@/shared/i18n/activate'

const UserDialog = lazy(
  withLaterTexts(() => import('@/features/settings/user-dialog').then((m) => ({ default: m.UserDialog }))),
)

/** Gives its content a way to invite people, with the dialog of the settings. */
export function WithInvite({ children }: { children: (invite: () => void) => ReactNode }) {
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const close = () => {
    setOpen(false)
    void client.invalidateQueries({ queryKey: ['guide'] })
  }
  return (
    <>
      {children(() => setOpen(true))}
      {open && (
        <Suspense fallback={null}>
          <UserDialog user={null} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
