import type { CrmRecord, FieldValue, ObjectType } from '@/shared/api/types'
import { fieldValue, sameValue, TECHNICAL } from '@/shared/lib/record-value'
import { createStore } from '@/shared/lib/store'

export type Values = Record<string, FieldValue>

export interface EditConflict {
  object: ObjectType
  /** The record as it was when the edit began. */
  base: CrmRecord
  mine: Values
  current: CrmRecord
  /** The fields that both changed, each to another value. */
  contested: string[]
  /** Fields that differ because one changed them oneself and that waits still, or was refused. */
  own?: ReadonlySet<string>
  /** Called once: with what is to be saved of one's own, or null to go back to the edit. */
  decide: (kept: Values | null) => void
}

/** Someone else changed the record in between; the dialog over the screen asks whose values stay. */
export const editConflict = createStore<EditConflict | null>(null)

/**
 * The fields of `mine` that someone else changed too since `base` was read, to something else.
 * Where there are none, both changes fit together.
 */
export const contestedFields = (base: CrmRecord, mine: Values, current: CrmRecord) =>
  Object.keys(mine).filter((name) => {
    const theirs = fieldValue(current, name)
    return !sameValue(theirs, fieldValue(base, name)) && !sameValue(theirs, mine[name])
  })

/** What someone else changed beside that: it stays, without a question. */
export const othersChanges = ({ object, base, current, contested, own }: Omit<EditConflict, 'decide'>) =>
  object.fields.filter(
    ({ name, section }) =>
      section !== 'system' &&
      !TECHNICAL.has(name) &&
      !contested.includes(name) &&
      !own?.has(name) &&
      !sameValue(fieldValue(current, name), fieldValue(base, name)),
  )

/** Asks in the dialog; null when the person goes back to the edit. */
export function askWhoseValuesStay(conflict: Omit<EditConflict, 'decide'>): Promise<Values | null> {
  return new Promise((resolve) => {
    editConflict.set({
      ...conflict,
      decide: (kept) => {
        editConflict.set(null)
        resolve(kept)
      },
    })
  })
}
