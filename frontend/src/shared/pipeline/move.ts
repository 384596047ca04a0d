import { request } from '@/shared/api/http'
import type { CrmRecord } from '@/shared/api/types'

export interface Move {
  stage: string
  /** The card that will follow; null with `after` null: top of the column. */
  before: string | null
  /** The card that will precede. */
  after: string | null
  version?: number | undefined
  lost_reason?: string | undefined
}

export const moveRecord = async (object: string, id: string, move: Move) =>
  (await request<CrmRecord & { undo: string | null }>('POST', `/${object}/${id}/move/`, { body: move })).data
