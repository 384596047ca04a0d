import type { CrmRecord, FieldValue } from '../api/types'
import { withValue } from '../lib/record-value'
import { createStore } from '../lib/store'

/** A change of one record, its creation or its move that could not be sent yet, or was refused when it was. */
export interface WaitingEdit {
  /** Given by the database: the order in which the changes were made. */
  seq?: number
  /** Without it, fields change. A move goes from the stage of the base to that among the values. */
  kind?: 'create' | 'move'
  object: string
  /** Of what was made here, an id of its own until the server gives it one; the key under which it is sent, too. */
  record: string
  title: string
  /** The record as it was when the edit began; of what is made here, as it is shown meanwhile. */
  base: CrmRecord
  values: Record<string, FieldValue>
  /** `conflict` and `refused` wait for a decision. */
  state: 'waiting' | 'conflict' | 'refused'
  message?: string
  /** Why a creation was held back: others are like it, or it may have arrived long ago. */
  reason?: 'alike' | 'unsure'
  /** Names of those that are like it. */
  alike?: string[]
  /** It is made although others are like it. */
  anyway?: boolean
  /** When a creation was sent first: the server knows a repetition for a day. */
  triedAt?: number
  /** The record as it now is on the server, in a conflict. */
  current?: CrmRecord
}

/** With `seq`, it takes the place of the one that waits there. */
export type NewEdit = Pick<WaitingEdit, 'object' | 'record' | 'title' | 'base' | 'values'> &
  Partial<Pick<WaitingEdit, 'kind' | 'seq' | 'triedAt' | 'anyway'>>

/** What waits on this device, in the order in which it was made. */
export const waitingEdits = createStore<readonly WaitingEdit[]>([])

type Keep = (edit: NewEdit) => Promise<boolean>
let keeper: Keep | null = null

export function setKeeper(keep: Keep | null) {
  keeper = keep
}

/** Keeps a change until the server answers again. False where nothing can be kept. */
export const keepForLater: Keep = async (edit) => (keeper ? keeper(edit) : false)

/** Whether changes of this record wait: further ones go behind them. A change that was refused holds nothing up. */
export const hasWaiting = (record: string) =>
  waitingEdits.get().some((edit) => edit.record === record && (edit.kind === 'create' || edit.state !== 'refused'))

/** A record of one's own as it is shown until the server has made it. */
export function draftOf(id: string, values: WaitingEdit['values'], titleField: string, now: string): CrmRecord {
  const bare = { id, version: 0, created_at: now, updated_at: now, custom: {} } as unknown as CrmRecord
  const made = Object.entries(values).reduce((record, [field, value]) => withValue(record, field, value), bare)
  if (made[titleField]) return made
  const names = [values.first_name, values.last_name].filter(Boolean).join(' ')
  return { ...made, [titleField]: names }
}

/** The record that was made here under this id and is not on the server yet, with its later changes. */
export function madeHere(id: string): CrmRecord | undefined {
  const own = waitingEdits.get().filter((edit) => edit.record === id)
  const made = own.find((edit) => edit.kind === 'create')
  if (!made) return undefined
  return own
    .flatMap((edit) => Object.entries(edit.values))
    .reduce((record, [field, value]) => withValue(record, field, value), made.base)
}
