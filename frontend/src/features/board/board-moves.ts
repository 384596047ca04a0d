import { isProblem } from '@/shared/api/problem'
import { updateRecord } from '@/shared/api/records'
import type { CrmRecord } from '@/shared/api/types'
import { fieldValue, sameValue, toPayload } from '@/shared/lib/record-value'
import { moveRecord } from '@/shared/pipeline/move'
import type { MoveValues } from '@/shared/pipeline/move-question'
import { type Board, type BoardStage, type Card, columnOf, isRanked, neighboursOf, valueIn } from './board-model'

interface Sent {
  version: number | undefined
  undo: string | null
}

export interface Moving {
  object: string
  /** The board with the card where it goes. */
  placed: Board
  card: Card
  target: BoardStage
  /** Fields that change with the move. */
  values: MoveValues | undefined
}

/** Of each card the last move that is under way. */
const underWay = new Map<string, Promise<Sent>>()

export const isUnderWay = (id: string) => underWay.has(id)

/** Sends a move once those of the same card before it are answered: whoever is quick makes several at once. */
export async function sendMove(moving: Moving): Promise<Sent> {
  const { id } = moving.card
  const sent = inTurn(moving, underWay.get(id))
  underWay.set(id, sent)
  try {
    return await sent
  } finally {
    if (underWay.get(id) === sent) underWay.delete(id)
  }
}

async function inTurn(moving: Moving, before: Promise<Sent> | undefined): Promise<Sent> {
  const { version } = (await before?.catch(() => undefined)) ?? {}
  return send(version === undefined ? moving : { ...moving, card: { ...moving.card, version } })
}

/** A deal moves between others, any other record by the field that makes the columns. */
async function send(moving: Moving): Promise<Sent> {
  const { object, placed, card, target, values } = moving
  if (!isRanked(placed)) return changeColumn(moving)
  const from = fieldValue(card, placed.group) as { id: string }
  const move = { stage: target.id, ...neighboursOf(placed, card.id), from: from.id, values }
  const { version, undo } = await moveRecord(object, card.id, move)
  return { version, undo }
}

/** Whoever changed something else of it meanwhile is not in the way; whoever moved it is. */
async function changeColumn({ object, placed, card, target, values }: Moving): Promise<Sent> {
  const sent = toPayload({ ...values, [placed.group]: valueIn(placed, target) })
  const change = async (version: number | undefined) => {
    const { record, undo } = await updateRecord(object, card.id, sent, version)
    return { version: record.version, undo }
  }
  try {
    return await change(card.version)
  } catch (error) {
    if (!isProblem(error, 412) || !error.current || isElsewhere(placed, card, error.current)) throw error
    return change(error.current.version)
  }
}

const isElsewhere = ({ group }: Board, card: Card, current: CrmRecord) =>
  !sameValue(fieldValue(card, group), fieldValue(current, group))

/** The name of the column where somebody else has put the card meanwhile, if that is why it was refused. */
export function movedMeanwhile(board: Board, card: Card, error: unknown): string | undefined {
  if (isRanked(board) || !isProblem(error, 412) || !error.current || !isElsewhere(board, card, error.current)) return
  return board.stages[columnOf(board, fieldValue(error.current, board.group))]?.name
}
