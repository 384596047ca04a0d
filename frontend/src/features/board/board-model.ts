import type { CrmRecord, Money, Reference } from '@/shared/api/types'
import { addToSums, type Sum, type Total } from '@/shared/lib/money'
import { isReference } from '@/shared/lib/record-value'
import { withWaiting } from '@/shared/offline/overlay'
import { type Beside, isDeletion, type NewEdit, type WaitingEdit } from '@/shared/offline/waiting'

export interface Card {
  id: string
  name: string
  account: Reference | null
  owner: Reference | null
  amount: Money | null
  expected_close_date: string | null
  stage: Reference
  version: number
  allow?: string[]
  stage_entered_at: string | null
  last_activity_at: string | null
  next_activity_at: string | null
  /** Marks; absent where the date behind them may not be read. */
  days_in_stage?: number
  rotting?: boolean
  next_activity?: 'none' | 'overdue' | 'planned'
}

export interface BoardStage {
  id: string
  name: string
  category: 'open' | 'won' | 'lost'
  probability: number
  color: string | null
  required_fields?: string[]
  rots_after?: number | null
  /** Nothing may enter it; it stands here for the cards still in it. */
  retired?: boolean
  rotting?: number
  count: number
  sums: Sum[]
  weighted: Sum[]
  /** In the company's currency, where there are others; null also while a move is under way. */
  total?: Total | null
  weighted_total?: Total | null
  cards: Card[]
  next: string | null
}

export interface Board {
  pipeline: { id: string; name: string; won_reasons?: string[]; lost_reasons?: string[] }
  pipelines: Reference[]
  stages: BoardStage[]
}

export interface Place {
  stage: number
  index: number
}

export function findCard(board: Board, id: string): (Place & { card: Card }) | null {
  for (const [stage, { cards }] of board.stages.entries()) {
    const index = cards.findIndex((card) => card.id === id)
    const card = cards[index]
    if (card) return { stage, index, card }
  }
  return null
}

/** Only the server knows the rates. */
const STALE_TOTALS = { total: null, weighted_total: null }

const without = (stage: BoardStage, card: Card): BoardStage => ({
  ...stage,
  count: stage.count - 1,
  rotting: (stage.rotting ?? 0) - (card.rotting ? 1 : 0),
  sums: addToSums(stage.sums, card.amount, -1),
  weighted: addToSums(stage.weighted, card.amount, -stage.probability / 100),
  ...STALE_TOTALS,
  cards: stage.cards.filter((other) => other.id !== card.id),
})

function withCard(stage: BoardStage, card: Card, index: number): BoardStage {
  const cards = [...stage.cards]
  const stays = card.stage.id === stage.id
  // In a new stage its days begin anew.
  const marks = stays || card.days_in_stage === undefined ? {} : { days_in_stage: 0, rotting: false }
  cards.splice(index, 0, { ...card, ...marks, stage: { id: stage.id, name: stage.name } })
  return {
    ...stage,
    count: stage.count + 1,
    rotting: (stage.rotting ?? 0) + (stays && card.rotting ? 1 : 0),
    sums: addToSums(stage.sums, card.amount),
    weighted: addToSums(stage.weighted, card.amount, stage.probability / 100),
    ...STALE_TOTALS,
    cards,
  }
}

/** The board with the card at that place; counts and sums follow. The index is that of the column without the card. */
export function placeCard(board: Board, id: string, to: Place): Board {
  const from = findCard(board, id)
  const target = board.stages[to.stage]
  if (!from || !target) return board
  const stages = [...removed(board, id).stages]
  const reduced = stages[to.stage]
  if (!reduced) return board
  const index = Math.max(0, Math.min(to.index, reduced.cards.length))
  stages[to.stage] = withCard(reduced, from.card, index)
  return { ...board, stages }
}

/** Between which cards a card stands: `before` follows it, `after` precedes it. */
export function neighboursOf(board: Board, id: string): { before: string | null; after: string | null } {
  const place = findCard(board, id)
  const cards = place ? (board.stages[place.stage]?.cards ?? []) : []
  return {
    before: (place && cards[place.index + 1]?.id) ?? null,
    after: (place && cards[place.index - 1]?.id) ?? null,
  }
}

/** A move as it waits to be sent: to another stage, or to another place in its column. */
export function waitingMove(board: Board, id: string, to: Place): Omit<NewEdit, 'object'> | null {
  const from = findCard(board, id)
  const target = board.stages[to.stage]
  if (!from || !target) return null
  const base = from.card as unknown as CrmRecord
  const about = { kind: 'move' as const, record: id, title: from.card.name, base }
  if (from.stage === to.stage) return { ...about, values: {}, place: neighboursOf(placeCard(board, id, to), id) }
  return { ...about, values: { stage: { id: target.id, name: target.name } } }
}

/** Where Ctrl+arrow takes a card; null at the edge. */
export function stepPlace(board: Board, id: string, key: string): Place | null {
  const from = findCard(board, id)
  if (!from) return null
  const columns = board.stages.length
  const length = board.stages[from.stage]?.cards.length ?? 0
  switch (key) {
    case 'ArrowRight':
      return from.stage + 1 < columns ? { stage: from.stage + 1, index: 0 } : null
    case 'ArrowLeft':
      return from.stage > 0 ? { stage: from.stage - 1, index: 0 } : null
    case 'ArrowDown':
      return from.index + 1 < length ? { stage: from.stage, index: from.index + 1 } : null
    case 'ArrowUp':
      return from.index > 0 ? { stage: from.stage, index: from.index - 1 } : null
    default:
      return null
  }
}

/** Where a dropped card lands: beside the card it was dropped on, else at the end of the column. */
export function dropPlace(
  board: Board,
  id: string,
  stageId: string,
  over: { id: string; below: boolean } | null,
): Place {
  const stage = board.stages.findIndex((one) => one.id === stageId)
  const others = board.stages[stage]?.cards.filter((card) => card.id !== id) ?? []
  if (!over) return { stage, index: others.length }
  const at = others.findIndex((card) => card.id === over.id)
  return { stage, index: at < 0 ? others.length : at + (over.below ? 1 : 0) }
}

export const changeCard = (board: Board, id: string, change: Partial<Card>): Board => ({
  ...board,
  stages: board.stages.map((stage) =>
    stage.cards.some((card) => card.id === id)
      ? { ...stage, cards: stage.cards.map((card) => (card.id === id ? { ...card, ...change } : card)) }
      : stage,
  ),
})

/** The board with what waits to be sent: cards that were made, moved or deleted here, and values of its cards. */
export function boardWithWaiting(board: Board, edits: readonly WaitingEdit[], isWhole: boolean): Board {
  if (edits.length === 0) return board
  let placed = board
  for (const edit of edits) {
    if (isDeletion(edit)) placed = removed(placed, edit.record)
    if (edit.place && edit.state !== 'refused') placed = reordered(placed, edit.record, edit.place)
    const stage = isReference(edit.values.stage) ? edit.values.stage.id : undefined
    const at = placed.stages.findIndex((one) => one.id === stage)
    if (at < 0) continue
    if (edit.kind === 'create' && isWhole) placed = added(placed, at, cardOf(edit))
    else if (edit.kind === 'move' && edit.state !== 'refused')
      placed = placeCard(placed, edit.record, { stage: at, index: 0 })
  }
  return withValues(placed, edits)
}

/** The card beside those that it was put between, as far as they are in its column. */
function reordered(board: Board, id: string, { before, after }: Beside): Board {
  const from = findCard(board, id)
  const others = board.stages[from?.stage ?? -1]?.cards.filter((card) => card.id !== id) ?? []
  const [next, last] = [before, after].map((one) => others.findIndex((card) => card.id === one))
  const index = next !== undefined && next >= 0 ? next : last !== undefined && last >= 0 ? last + 1 : -1
  return from && index >= 0 ? placeCard(board, id, { stage: from.stage, index }) : board
}

function removed(board: Board, id: string): Board {
  const from = findCard(board, id)
  if (!from) return board
  const stages = board.stages.map((stage, at) => (at === from.stage ? without(stage, from.card) : stage))
  return { ...board, stages }
}

const added = (board: Board, at: number, card: Card): Board => ({
  ...board,
  stages: board.stages.map((stage, index) => (index === at ? withCard(stage, card, 0) : stage)),
})

const EMPTY_CARD = {
  ...{ account: null, owner: null, amount: null, expected_close_date: null },
  ...{ stage_entered_at: null, last_activity_at: null, next_activity_at: null },
}

const cardOf = ({ base, title, values }: WaitingEdit): Card => ({
  ...EMPTY_CARD,
  ...(base as unknown as Card),
  name: title,
  stage: values.stage as Reference,
})

function withValues(board: Board, edits: readonly WaitingEdit[]): Board {
  const stages = board.stages.map((stage) => {
    const cards = stage.cards.map((card) => withWaiting(card, edits))
    return cards.some((card, index) => card !== stage.cards[index]) ? { ...stage, cards } : stage
  })
  return { ...board, stages }
}

/** More cards of one column; those that came by a move meanwhile are not doubled. */
export const appendCards = (board: Board, stageId: string, cards: Card[], next: string | null): Board => ({
  ...board,
  stages: board.stages.map((stage) => {
    if (stage.id !== stageId) return stage
    const known = new Set(board.stages.flatMap((one) => one.cards.map((card) => card.id)))
    return { ...stage, cards: [...stage.cards, ...cards.filter((card) => !known.has(card.id))], next }
  }),
})

/** A move taken back: the card is where and as it was. */
export const putBack = (board: Board, card: Card, to: Place): Board =>
  refreshed(placeCard(board, card.id, to), to.stage, card)

/** The cards that others changed or moved between two states of the board. */
export function changedCards(before: Board, after: Board): string[] {
  const known = new Map(before.stages.flatMap((stage) => stage.cards.map((card) => [card.id, card] as const)))
  return after.stages
    .flatMap((stage) => stage.cards)
    .filter((card) => card.version > (known.get(card.id)?.version ?? 0))
    .map((card) => card.id)
}

/** The card's own marks again, and with them the count of those that rot in its column. */
function refreshed(board: Board, at: number, card: Card): Board {
  const stages = board.stages.map((stage, index) => {
    if (index !== at) return stage
    const cards = stage.cards.map((one) => (one.id === card.id ? card : one))
    const was = stage.cards.find((one) => one.id === card.id)?.rotting ? 1 : 0
    return { ...stage, cards, rotting: (stage.rotting ?? 0) - was + (card.rotting ? 1 : 0) }
  })
  return { ...board, stages }
}

/** All cards of all stages, loaded or not. */
export const cardsOn = (board: Board) => board.stages.reduce((sum, stage) => sum + stage.count, 0)
