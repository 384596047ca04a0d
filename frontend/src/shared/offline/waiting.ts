import type { CrmRecord, FieldValue } from '../api/types'
import { withValue } from '../lib/record-value'
import { createStore } from '../lib/store'

/** A change of one record, its creation, move or deletion that could not be sent yet, or was refused when it was. */
export interface WaitingEdit {
  /** Given by the database: the order in which the changes were made. */
  seq?: number
  /** Without it, fields change. A move goes from the stage of the base to that among the values. */
  kind?: 'create' | 'move' | 'delete'
  object: string
  /** Of what was made here, an id of its own until the server gives it one; the key under which it is sent, too. */
  record: string
  title: string
  /** The record as it was when the edit began; of what is made here, as it is shown meanwhile. */
  base: CrmRecord
  values: Record<string, FieldValue>
  /** Of a move within its column: the cards that follow and precede. */
  place?: Beside
  /** `conflict` and `refused` wait for a decision. */
  state: 'waiting' | 'conflict' | 'refused'
  message?: string
  /**
   * Why it was held back. A creation: others are like it, or it may have arrived long ago.
   * A deletion: somebody else has changed the record since.
   */
  reason?: 'alike' | 'unsure' | 'changed'
  /** Names of those that are like it. */
  alike?: string[]
  /** It is made although others are like it, or deleted although it was changed. */
  anyway?: boolean
  /** When a creation was sent first: the server knows a repetition for a day. */
  triedAt?: number
  /** The record as it now is on the server, in a conflict. */
  current?: CrmRecord
}

export interface Beside {
  before: string | null
  after: string | null
}

/** With `seq`, it takes the place of the one that waits there. */
export type NewEdit = Pick<WaitingEdit, 'object' | 'record' | 'title' | 'base' | 'values'> &
  Partial<Pick<WaitingEdit, 'kind' | 'seq' | 'triedAt' | 'anyway' | 'place'>>

/** What waits on this device, in the order in which it was made. */
export const waitingEdits = createStore<readonly WaitingEdit[]>([])

export interface Keeper {
  keep: (edits: NewEdit[]) => Promise<boolean>
  /** Drops the deletions of these records that still wait; gives those of which none does. */
  undelete: (object: string, records: string[]) => Promise<string[]>
}

let keeper: Keeper | null = null

export function setKeeper(next: Keeper | null) {
  keeper = next
}

/** Keeps changes until the server answers again. False where nothing can be kept. */
export const keepForLater = async (...edits: NewEdit[]) => (keeper ? keeper.keep(edits) : false)

/** Takes deletions back that were not sent yet. Gives the records that are deleted on the server by now. */
export const undelete: Keeper['undelete'] = async (object, records) =>
  keeper ? keeper.undelete(object, records) : records

/** Whether changes of this record wait: further ones go behind them. A change that was refused holds nothing up. */
export const hasWaiting = (record: string) =>
  waitingEdits.get().some((edit) => edit.record === record && (edit.kind === 'create' || edit.state !== 'refused'))

/** Only the last of several moves of a card in its column counts: it takes the place of the one just before. */
export function inPlaceOfLast(edit: NewEdit): NewEdit {
  const last = waitingEdits.get().at(-1)
  const follows = last?.place && last.record === edit.record && last.state === 'waiting' && last.seq !== undefined
  return follows ? { ...edit, base: last.base, seq: last.seq } : edit
}

/** A record of one's own as it is shown until the server has made it. */
export function draftOf(id: string, values: WaitingEdit['values'], titleField: string, now: string): CrmRecord {
  const bare = { id, version: 0, created_at: now, updated_at: now, custom: {} } as unknown as CrmRecord
  const made = Object.entries(values).reduce((record, [field, value]) => withValue(record, field, value), bare)
  if (made[titleField]) return made
  const names = [values.first_name, values.last_name].filter(Boolean).join(' ')
  return { ...made, [titleField]: names }
}

/** Whether the record waits to be deleted: it is shown nowhere any more. What was refused is shown again. */
export const isDeletion = ({ kind, state }: WaitingEdit) => kind === 'delete' && state !== 'refused'

/** The record that was made here under this id and is not on the server yet, with its later changes. */
export function madeHere(id: string): CrmRecord | undefined {
  const own = waitingEdits.get().filter((edit) => edit.record === id)
  const made = own.find((edit) => edit.kind === 'create')
  if (!made) return undefined
  return own
    .flatMap((edit) => Object.entries(edit.values))
    .reduce((record, [field, value]) => withValue(record, field, value), made.base)
}
