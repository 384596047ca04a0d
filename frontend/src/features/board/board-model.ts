import type { CrmRecord, FieldValue, Money, Reference } from '@/shared/api/types'
import { addToSums, type Sum, type Total } from '@/shared/lib/money'
import { fieldValue, isReference, withValue } from '@/shared/lib/record-value'
import { withWaiting } from '@/shared/offline/overlay'
import { type Beside, isDeletion, type NewEdit, type WaitingEdit } from '@/shared/offline/waiting'

/** A record with the marks of a card; those are absent where the date behind them may not be read. */
export interface Card extends CrmRecord {
  version: number
  days_in_stage?: number
  rotting?: boolean
  next_activity?: 'none' | 'overdue' | 'planned'
}

/** Which field of the object is what on a card; null where none is, or none that may be read. */
export interface CardFields {
  title: string | null
  about: string | null
  amount: string | null
  date: string | null
}

/** A column: a stage of a pipeline, or a choice of a pick list (empty: those without one). */
export interface BoardStage {
  id: string
  name: string
  color: string | null
  count: number
  sums: Sum[]
  /** In the company's currency, where there are others; null also while a move is under way. */
  total?: Total | null
  cards: Card[]
  next: string | null
  /** Nothing may enter it; it stands here for the cards still in it. */
  retired?: boolean
  /** Nobody puts a card here by hand: it comes with something else. */
  reserved?: boolean
  /** What stages alone have. */
  category?: 'open' | 'won' | 'lost'
  probability?: number
  required_fields?: string[]
  rots_after?: number | null
  rotting?: number
  weighted?: Sum[]
  weighted_total?: Total | null
}

export interface Board {
  /** The field whose values the columns are. */
  group: string
  card: CardFields
  /** Of deals: their stages are a pipeline's, and within a stage they stand as people put them. */
  pipeline?: { id: string; name: string; won_reasons?: string[]; lost_reasons?: string[] }
  pipelines?: Reference[]
  /** Of other objects: the pick lists that can make the columns. What was changed last stands first. */
  groups?: Reference[]
  stages: BoardStage[]
}

/** Whether people put the cards of a column in an order. */
export const isRanked = (board: Board) => board.pipeline !== undefined

export const takesCards = (stage: BoardStage) => !stage.retired && !stage.reserved

export const titleOn = (card: Card, { title }: CardFields) => String((title && fieldValue(card, title)) ?? '')

const amountOn = (card: Card, { amount }: CardFields) => (amount ? (fieldValue(card, amount) as Money | null) : null)

/** What the field of the columns holds in this one. */
export const valueIn = (board: Board, stage: BoardStage): FieldValue =>
  isRanked(board) ? { id: stage.id, name: stage.name } : stage.id || null

/** The column of those that hold this value; -1 where none is shown. */
export const columnOf = (board: Board, value: unknown) => {
  const id = isReference(value) ? value.id : (value ?? '')
  return board.stages.findIndex((stage) => stage.id === id)
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

function without(board: Board, stage: BoardStage, card: Card): BoardStage {
  const amount = amountOn(card, board.card)
  return {
    ...stage,
    count: stage.count - 1,
    ...rottingBy(stage, card.rotting ? -1 : 0),
    sums: addToSums(stage.sums, amount, -1),
    ...weightedBy(stage, amount, -1),
    ...STALE_TOTALS,
    cards: stage.cards.filter((other) => other.id !== card.id),
  }
}

const rottingBy = ({ rotting }: BoardStage, change: number) =>
  rotting === undefined ? {} : { rotting: rotting + change }

const weightedBy = ({ weighted, probability = 0 }: BoardStage, amount: Money | null, sign: number) =>
  weighted ? { weighted: addToSums(weighted, amount, (sign * probability) / 100) } : {}

function withCard(board: Board, stage: BoardStage, card: Card, index: number, stays = false): BoardStage {
  const cards = [...stage.cards]
  const amount = amountOn(card, board.card)
  // In a new stage its days begin anew.
  const marks = stays || card.days_in_stage === undefined ? {} : { days_in_stage: 0, rotting: false }
  const placed = stays ? card : withValue(card, board.group, valueIn(board, stage))
  cards.splice(index, 0, { ...(placed as Card), ...marks })
  return {
    ...stage,
    count: stage.count + 1,
    ...rottingBy(stage, stays && card.rotting ? 1 : 0),
    sums: addToSums(stage.sums, amount),
    ...weightedBy(stage, amount, 1),
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
  stages[to.stage] = withCard(board, reduced, from.card, index, from.stage === to.stage)
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

/** A move as it waits to be sent: to another column, or to another place in its own. */
export function waitingMove(board: Board, id: string, to: Place): Omit<NewEdit, 'object'> | null {
  const from = findCard(board, id)
  const target = board.stages[to.stage]
  if (!from || !target) return null
  const about = { record: id, title: titleOn(from.card, board.card), base: from.card }
  const values = { [board.group]: valueIn(board, target) }
  if (!isRanked(board)) return { ...about, values }
  const place = neighboursOf(placeCard(board, id, to), id)
  return { ...about, kind: 'move', ...(from.stage === to.stage ? { values: {}, place } : { values }) }
}

/** The nearest column on that side that takes cards. */
function columnBeside(board: Board, from: number, step: 1 | -1): Place | null {
  for (let stage = from + step; ; stage += step) {
    const column = board.stages[stage]
    if (!column) return null
    if (takesCards(column)) return { stage, index: 0 }
  }
}

/** Where Ctrl+arrow takes a card; null at the edge. */
export function stepPlace(board: Board, id: string, key: string): Place | null {
  const from = findCard(board, id)
  if (!from) return null
  const { stage, index } = from
  const length = board.stages[stage]?.cards.length ?? 0
  switch (key) {
    case 'ArrowRight':
      return columnBeside(board, stage, 1)
    case 'ArrowLeft':
      return columnBeside(board, stage, -1)
    case 'ArrowDown':
      return isRanked(board) && index + 1 < length ? { stage, index: index + 1 } : null
    case 'ArrowUp':
      return isRanked(board) && index > 0 ? { stage, index: index - 1 } : null
    default:
      return null
  }
}

/** Where a dropped card lands: beside the card it was dropped on, else at the end; on top where none are put in order. */
export function dropPlace(
  board: Board,
  id: string,
  stageId: string,
  over: { id: string; below: boolean } | null,
): Place {
  const stage = board.stages.findIndex((one) => one.id === stageId)
  const others = board.stages[stage]?.cards.filter((card) => card.id !== id) ?? []
  if (!isRanked(board)) return { stage, index: 0 }
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
    const at = edit.kind === 'create' || board.group in edit.values ? columnOf(placed, edit.values[board.group]) : -1
    if (at < 0) continue
    if (edit.kind === 'create' && isWhole) placed = added(placed, at, cardOf(edit, board))
    else if (edit.kind !== 'create' && edit.state !== 'refused')
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
  const stages = board.stages.map((stage, at) => (at === from.stage ? without(board, stage, from.card) : stage))
  return { ...board, stages }
}

const added = (board: Board, at: number, card: Card): Board => ({
  ...board,
  stages: board.stages.map((stage, index) => (index === at ? withCard(board, stage, card, 0) : stage)),
})

function cardOf({ base, title, values }: WaitingEdit, { card: { title: named }, group }: Board): Card {
  const titled = named ? withValue(base, named, title) : base
  return { version: 0, ...withValue(titled, group, values[group] ?? null) }
}

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
    return { ...stage, cards, ...rottingBy(stage, (card.rotting ? 1 : 0) - was) }
  })
  return { ...board, stages }
}

/** All cards of all stages, loaded or not. */
export const cardsOn = (board: Board) => board.stages.reduce((sum, stage) => sum + stage.count, 0)
