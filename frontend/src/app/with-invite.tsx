import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { withLaterTexts } from '@/shared/i18n/activate'
import { whenShown } from '@/shared/on-use/on-use'

const UserDialog = whenShown(withLaterTexts(() => import('@/features/settings/user-dialog').then((m) => m.UserDialog)))

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
      {open && <UserDialog user={null} onClose={close} />}
    </>
  )
}
