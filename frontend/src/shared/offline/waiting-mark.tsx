import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useStore } from '../lib/store'
import { waitingEdits } from './waiting'
import classes from './waiting-mark.module.css'

/** The fields of a record that were changed here and are not on the server yet. */
export function useWaitingFields(record: string): ReadonlySet<string> {
  const edits = useStore(waitingEdits)
  return useMemo(
    () => new Set(edits.filter((edit) => edit.record === record).flatMap((edit) => Object.keys(edit.values))),
    [edits, record],
  )
}

/** Whether anything of the record is not on the server yet. */
export const useIsWaiting = (record: string) => useStore(waitingEdits).some((edit) => edit.record === record)

export function WaitingMark() {
  const { t } = useLingui()
  return <span className={classes.mark}>{t`Waiting`}</span>
}
