import { describe, expect, test } from 'vitest'
import type { CrmRecord, Money } from '@/shared/api/types'
import type { WaitingEdit } from '@/shared/offline/waiting'
import {
  appendCards,
  type Board,
  boardWithWaiting,
  type Card,
  changeCard,
  dropPlace,
  findCard,
  neighboursOf,
  placeCard,
  putBack,
  stepPlace,
  waitingMove,
} from './board-model'

const card = (id: string, amount = 1000): Card => ({
  id,
  name: id,
  account: null,
  owner: null,
  amount: { amount, currency: 'EUR' },
  expected_close_date: null,
  stage: { id: 's0', name: 'Open' },
  version: 1,
  stage_entered_at: null,
  last_activity_at: null,
  next_activity_at: null,
})

function board(): Board {
  const stage = (id: string, probability: number, cards: Card[], next: string | null = null) => {
    const sum = cards.reduce((total, one) => total + ((one.amount as Money | null)?.amount ?? 0), 0)
    return {
      id,
      name: id,
      category: 'open' as const,
      probability,
      color: null,
      count: cards.length,
      sums: [{ currency: 'EUR', amount: sum }],
      weighted: [{ currency: 'EUR', amount: (sum * probability) / 100 }],
      cards,
      next,
    }
  }
  return {
    group: 'stage',
    card: { title: 'name', about: 'account', amount: 'amount', date: 'expected_close_date' },
    pipeline: { id: 'p', name: 'Sales' },
    pipelines: [],
    stages: [
      stage('s0', 10, [card('a'), card('b'), card('c')]),
      stage('s1', 50, [card('d', 4000)], 'more'),
      stage('s2', 100, []),
    ],
  }
}
const ids = (of: Board, stage: number) => of.stages[stage]?.cards.map((one) => one.id)

describe('moving', () => {
  test('counts, sums and weighted sums follow the card', () => {
    const moved = placeCard(board(), 'a', { stage: 1, index: 0 })
    expect([ids(moved, 0), ids(moved, 1)]).toEqual([
      ['b', 'c'],
      ['a', 'd'],
    ])
    expect(moved.stages.map((stage) => stage.count)).toEqual([2, 2, 0])
    expect(moved.stages.map((stage) => stage.sums[0]?.amount ?? 0)).toEqual([2000, 5000, 0])
    expect(moved.stages.map((stage) => stage.weighted?.[0]?.amount ?? 0)).toEqual([200, 2500, 0])
    expect(findCard(moved, 'a')?.card.stage).toEqual({ id: 's1', name: 's1' })
  })
  test('there and back is as before', () => {
    const start = board()
    const from = findCard(start, 'b')
    if (!from) throw new Error('no card')
    const back = placeCard(placeCard(start, 'b', { stage: 2, index: 0 }), 'b', from)
    expect(ids(back, 0)).toEqual(['a', 'b', 'c'])
    expect(back.stages[0]?.sums).toEqual(start.stages[0]?.sums)
  })
  test('within a column the order changes and nothing else', () => {
    const moved = placeCard(board(), 'a', { stage: 0, index: 2 })
    expect(ids(moved, 0)).toEqual(['b', 'c', 'a'])
    expect(moved.stages[0]?.count).toBe(3)
  })
  test('an index out of range lands at the end; an unknown card moves nothing', () => {
    expect(ids(placeCard(board(), 'a', { stage: 1, index: 99 }), 1)).toEqual(['d', 'a'])
    const start = board()
    expect(placeCard(start, 'zzz', { stage: 1, index: 0 })).toBe(start)
  })
})

test('the API hears between which cards it stands', () => {
  expect(neighboursOf(board(), 'b')).toEqual({ before: 'c', after: 'a' })
  expect(neighboursOf(board(), 'd')).toEqual({ before: null, after: null })
})

describe('keys', () => {
  test.each([
    ['ArrowRight', 'a', { stage: 1, index: 0 }],
    ['ArrowLeft', 'a', null],
    ['ArrowDown', 'a', { stage: 0, index: 1 }],
    ['ArrowUp', 'a', null],
    ['ArrowDown', 'c', null],
    ['ArrowLeft', 'd', { stage: 0, index: 0 }],
  ])('%s on %s', (key, id, place) => expect(stepPlace(board(), id, key)).toEqual(place))
})

describe('drops', () => {
  test('beside a card, counted without the dragged one', () => {
    expect(dropPlace(board(), 'a', 's0', { id: 'c', below: false })).toEqual({ stage: 0, index: 1 })
    expect(dropPlace(board(), 'a', 's0', { id: 'c', below: true })).toEqual({ stage: 0, index: 2 })
    expect(dropPlace(board(), 'a', 's1', { id: 'd', below: true })).toEqual({ stage: 1, index: 1 })
  })
  test('on an empty column or below the last card: at the end', () => {
    expect(dropPlace(board(), 'a', 's2', null)).toEqual({ stage: 2, index: 0 })
    expect(dropPlace(board(), 'a', 's1', null)).toEqual({ stage: 1, index: 1 })
  })
})

test('more cards are appended, those moved meanwhile not twice', () => {
  const grown = appendCards(board(), 's1', [card('a'), card('e')], null)
  expect(ids(grown, 1)).toEqual(['d', 'e'])
  expect(grown.stages[1]?.next).toBeNull()
})

test('a card takes the version that the server gave it', () => {
  expect(findCard(changeCard(board(), 'd', { version: 7 }), 'd')?.card.version).toBe(7)
})

test('days in a stage begin anew with a move, and come back when it is taken back', () => {
  const start = changeCard(board(), 'a', { days_in_stage: 40, rotting: true })
  const rotting = { ...start, stages: start.stages.map((stage, at) => (at === 0 ? { ...stage, rotting: 1 } : stage)) }
  const from = findCard(rotting, 'a')
  if (!from) throw new Error('no card')
  const moved = placeCard(rotting, 'a', { stage: 1, index: 0 })
  expect(moved.stages.map((stage) => stage.rotting ?? 0)).toEqual([0, 0, 0])
  expect(findCard(moved, 'a')?.card).toMatchObject({ days_in_stage: 0, rotting: false })
  const back = putBack(moved, from.card, from)
  expect(back.stages.map((stage) => stage.rotting ?? 0)).toEqual([1, 0, 0])
  expect(findCard(back, 'a')?.card).toEqual(from.card)
})

test('shows what was moved, made and changed without network, and not what was refused', () => {
  const before = board()
  const [first, second] = before.stages.map(({ id, name }) => ({ id, name }))
  const moved = before.stages[0]?.cards[0]?.id ?? ''
  if (!first || !second) throw new Error('The board has two stages.')
  const edit = (more: Partial<WaitingEdit>): WaitingEdit => ({
    ...{ object: 'opportunities', record: moved, title: 'New', base: { id: moved } as CrmRecord, values: {} },
    ...{ state: 'waiting', ...more },
  })
  const made = edit({ kind: 'create', record: 'here', base: { id: 'here' } as CrmRecord, values: { stage: first } })
  const edits = [edit({ kind: 'move', values: { stage: second } }), edit({ values: { name: 'Renamed' } }), made]
  const shown = boardWithWaiting(before, edits, true)
  expect(findCard(shown, moved)).toMatchObject({ stage: 1, index: 0, card: { name: 'Renamed', stage: second } })
  expect(findCard(shown, 'here')).toMatchObject({ stage: 0, index: 0, card: { name: 'New' } })
  expect(shown.stages[1]?.count).toBe((before.stages[1]?.count ?? 0) + 1)
  expect(findCard(boardWithWaiting(before, edits, false), 'here')).toBeNull()
  const place = waitingMove(before, moved, { stage: 0, index: 1 })?.place
  expect(place).toEqual({ before: 'c', after: 'b' })
  const reordered = boardWithWaiting(before, [edit({ kind: 'move', ...(place ? { place } : {}) })], true)
  expect(findCard(reordered, moved)).toMatchObject({ stage: 0, index: 1 })
  const deleted = boardWithWaiting(before, [edit({ kind: 'delete' })], true)
  expect(findCard(deleted, moved)).toBeNull()
  expect(deleted.stages[0]?.count).toBe((before.stages[0]?.count ?? 0) - 1)
  const refused = boardWithWaiting(before, [edit({ kind: 'move', values: { stage: second }, state: 'refused' })], true)
  expect(findCard(refused, moved)?.stage).toBe(0)
})
