import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { forgetKept } from '@/features/records/kept-edits'
import { meQuery } from '@/shared/api/me'
import { signOut } from '@/shared/api/session'
import { forgetTokens } from '@/shared/live/tokens'
import { waitingEdits } from '@/shared/offline/waiting'
import { undoStack } from '@/shared/undo/use-undo'

/** Forgets, in this browser, whatever was loaded, kept or typed for the person whose session is over. */
export function useLeft() {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useCallback(async () => {
    const me = client.getQueryData(meQuery.queryKey)
    undoStack.clear()
    forgetKept()
    forgetTokens()
    notifications.clean()
    await navigate({ to: '/sign-in', search: {} })
    client.clear()
    const { forgetEverything } = await import('@/shared/offline/forget')
    await forgetEverything(me?.user.id)
  }, [navigate, client])
}

/** Ends the session, here and in the browser's other tabs. */
export function useSignOut() {
  const { t } = useLingui()
  const left = useLeft()
  return async () => {
    const count = waitingEdits.get().length
    const loss = plural(count, {
      one: '# change is not saved yet and would be lost. Sign out all the same?',
      other: '# changes are not saved yet and would be lost. Sign out all the same?',
    })
    if (count > 0 && !window.confirm(loss)) return
    try {
      await signOut()
    } catch {
      notifications.show({ color: 'red', message: t`You could not be signed out. Check your connection.` })
      return
    }
    await left()
    const { tellTabs } = await import('@/shared/offline/forget')
    tellTabs('signed-out')
  }
}
