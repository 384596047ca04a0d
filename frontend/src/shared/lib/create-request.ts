import type { CrmRecord, FieldValue } from '@/shared/api/types'
import { createStore } from './store'

export interface CreateRequest {
  object: string
  /** Values that stand in the form from the start. */
  values?: Record<string, FieldValue>
  onCreated?: (record: CrmRecord) => void
  /** It waits here and was refused: sent again, it takes its own place. */
  waiting?: { record: string; seq: number }
}

/** What is being created now, if anything; the app shows the form of it over whatever screen is open. */
export const createRequest = createStore<CreateRequest | null>(null)
