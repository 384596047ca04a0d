import { createStore } from '@/shared/lib/store'

/** The id of the record whose form somebody wants to open, until its actions have opened it. */
export const editingWanted = createStore<string | null>(null)
