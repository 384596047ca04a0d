import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { writesSettled } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import { recordKeys, undo } from '@/shared/api/records'
import { announce } from '@/shared/ui/announce'
import { UndoStack, type UndoStep } from './undo-stack'
import { UndoToast } from './undo-toast'

export const undoStack = new UndoStack()
const TOAST_MS = 10_000

/** Offers to take actions back: a toast with Undo for ten seconds, and Ctrl/Cmd+Z. */
export function useUndo() {
  const { t } = useLingui()
  const client = useQueryClient()

  const takeBack = useCallback(
    async (token?: string) => {
      // The last change is the one that was just made, even if it is still on its way.
      if (token === undefined) await writesSettled()
      const step = undoStack.take(token)
      if (!step) return
      notifications.hide(step.token)
      try {
        if (step.revert) await step.revert()
        else {
          const { object } = await undo(step.token)
          await client.invalidateQueries({ queryKey: recordKeys.object(object) })
        }
        step.onUndone?.()
        announce(t`Undone: ${step.label}`)
        notifications.show({ message: t`Undone: ${step.label}`, autoClose: 3000 })
      } catch (error) {
        if (isProblem(error) && error.isOffline) undoStack.push(step)
        const detail = isProblem(error) ? error.detail || error.title : ''
        notifications.show({ color: 'red', title: t`It could not be undone`, message: detail })
      }
    },
    [client, t],
  )

  const offer = useCallback(
    (step: UndoStep) => {
      undoStack.push(step)
      notifications.show({
        id: step.token,
        autoClose: TOAST_MS,
        message: <UndoToast label={step.label} onUndo={() => takeBack(step.token)} />,
      })
    },
    [takeBack],
  )

  return { offer, takeBack }
}
