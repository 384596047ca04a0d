import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { meQuery } from '@/shared/api/me'
import { signOut } from '@/shared/api/session'
import { forgetStored } from '@/shared/lib/use-stored'
import { forgetTokens } from '@/shared/live/tokens'
import { undoStack } from '@/shared/undo/use-undo'

/** Ends the session and forgets what was loaded for it. */
export function useSignOut() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const client = useQueryClient()
  return async () => {
    try {
      await signOut()
    } catch {
      notifications.show({ color: 'red', message: t`You could not be signed out. Check your connection.` })
      return
    }
    const me = client.getQueryData(meQuery.queryKey)
    if (me) forgetStored(me.user.id, ['draft:', 'recent'])
    undoStack.clear()
    forgetTokens()
    notifications.clean()
    await navigate({ to: '/sign-in', search: {} })
    client.clear()
  }
}
