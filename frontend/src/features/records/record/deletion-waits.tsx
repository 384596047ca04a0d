import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ObjectType } from '@/shared/api/types'
import { useStore } from '@/shared/lib/store'
import { isDeletion, undelete, waitingEdits } from '@/shared/offline/waiting'
import { StateMessage } from '@/shared/ui/state-message'

/** Whether the record waits to be deleted. */
export const useDeletionWaits = (id: string) =>
  useStore(waitingEdits).some((edit) => edit.record === id && isDeletion(edit))

interface Props {
  object: ObjectType
  id: string
  heading?: 'h1' | 'h2'
}

/** In the place of a record that was deleted here while the server was away. */
export function DeletionWaits({ object, id, heading = 'h2' }: Props) {
  const { t } = useLingui()
  return (
    <StateMessage
      heading={heading}
      title={t`Deleted on this device`}
      action={<Button variant="default" onClick={() => void undelete(object.name, [id])}>{t`Undo`}</Button>}
    >
      {t`It goes to the Trash when the connection is back.`}
    </StateMessage>
  )
}
