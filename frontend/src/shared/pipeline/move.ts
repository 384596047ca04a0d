import { request } from '@/shared/api/http'
import type { CrmRecord } from '@/shared/api/types'
import { toPayload } from '@/shared/lib/record-value'
import type { MoveValues } from './move-question'

export interface Move {
  stage: string
  /** The stage it was seen in: only a card that has left it since is refused. */
  from: string
  /** The card that will follow; null with `after` null: top of the column. */
  before: string | null
  /** The card that will precede. */
  after: string | null
  /** Fields that change with the move. */
  values?: MoveValues | undefined
}

export const moveRecord = async (object: string, id: string, { values, ...move }: Move) => {
  const body = values ? { ...move, values: toPayload(values) } : move
  return (await request<CrmRecord & { undo: string | null }>('POST', `/${object}/${id}/move/`, { body })).data
}
