import type { CrmRecord, FieldValue } from '../api/types'
import { createStore } from '../lib/store'

/** A change of one record that could not be sent yet, or was refused when it was. */
export interface WaitingEdit {
  /** Given by the database: the order in which the changes were made. */
  seq?: number
  object: string
  record: string
  title: string
  /** The record as it was when the edit began. */
  base: CrmRecord
  values: Record<string, FieldValue>
  /** `conflict` and `refused` wait for a decision. */
  state: 'waiting' | 'conflict' | 'refused'
  message?: string
  /** The record as it now is on the server, in a conflict. */
  current?: CrmRecord
}

export type NewEdit = Pick<WaitingEdit, 'object' | 'record' | 'title' | 'base' | 'values'>

/** What waits on this device, in the order in which it was made. */
export const waitingEdits = createStore<readonly WaitingEdit[]>([])

type Keep = (edit: NewEdit) => Promise<boolean>
let keeper: Keep | null = null

export function setKeeper(keep: Keep | null) {
  keeper = keep
}

/** Keeps a change until the server answers again. False where nothing can be kept. */
export const keepForLater: Keep = async (edit) => (keeper ? keeper(edit) : false)

/** Whether changes of this record wait: further ones go behind them. What was refused holds nothing up. */
export const hasWaiting = (record: string) =>
  waitingEdits.get().some((edit) => edit.record === record && edit.state !== 'refused')
