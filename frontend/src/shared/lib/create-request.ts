import type { CrmRecord, FieldValue } from '@/shared/api/types'
import { createStore } from './store'

export interface CreateRequest {
  object: string
  /** Values that stand in the form from the start. */
  values?: Record<string, FieldValue>
  onCreated?: (record: CrmRecord) => void
}

/** What is being created now, if anything; the app shows the form of it over whatever screen is open. */
export const createRequest = createStore<CreateRequest | null>(null)
