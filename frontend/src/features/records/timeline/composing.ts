import { createStore } from '@/shared/lib/store'

/** The id of the record about which somebody wants to write a note, until its composer has the focus. */
export const composing = createStore<string | null>(null)
