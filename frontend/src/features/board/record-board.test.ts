import { describe, expect, test } from 'vitest'
import type { WaitingEdit } from '@/shared/offline/waiting'
import {
  type Board,
  type BoardStage,
  boardWithWaiting,
  type Card,
  dropPlace,
  placeCard,
  stepPlace,
  waitingMove,
} from './board-model'

const card = (id: string, status: string | null, budget = 0): Card => ({
  id,
  version: 1,
  name: id,
  custom: { status, budget: budget ? { amount: budget, currency: 'EUR' } : null },
})

const column = (id: string, cards: Card[] = [], more: Partial<BoardStage> = {}): BoardStage => {
  const amount = cards.reduce((sum, one) => sum + ((one.custom?.budget as { amount: number } | null)?.amount ?? 0), 0)
  const sums = amount ? [{ currency: 'EUR', amount }] : []
  return { id, name: id || 'No value', color: null, count: cards.length, sums, cards, next: null, ...more }
}

/** Projects by their status: nothing of pipelines in it. */
const board = (): Board => ({
  group: 'custom.status',
  groups: [{ id: 'custom.status', name: 'Status' }],
  card: { title: 'name', about: null, amount: 'custom.budget', date: null },
  stages: [
    column('', [card('n', null)]),
    column('planned', [card('a', 'planned', 100), card('b', 'planned', 50)]),
    column('billed', [], { reserved: true }),
    column('done', [card('d', 'done')]),
    column('\u0001', [card('o', 'old')], { retired: true }),
  ],
})

const numbers = (of: Board) => of.stages.map((stage) => [stage.count, stage.sums[0]?.amount ?? 0])

describe('a board by a pick list', () => {
  test('a card takes the value of its new column, counts and sums follow', () => {
    const moved = placeCard(board(), 'a', { stage: 3, index: 0 })
    expect(moved.stages[3]?.cards[0]?.custom?.status).toBe('done')
    expect(numbers(moved)).toEqual([
      [1, 0],
      [1, 50],
      [0, 0],
      [2, 100],
      [1, 0],
    ])
    expect(moved.stages[3]).not.toHaveProperty('weighted')
    expect(moved.stages[3]).not.toHaveProperty('rotting')
  })

  test('in the first column a card has no value', () => {
    expect(placeCard(board(), 'd', { stage: 0, index: 0 }).stages[0]?.cards[0]?.custom?.status).toBeNull()
  })

  test('steps pass over columns that take none, and there are none within a column', () => {
    expect(stepPlace(board(), 'a', 'ArrowRight')).toEqual({ stage: 3, index: 0 })
    expect(stepPlace(board(), 'd', 'ArrowRight')).toBeNull()
    expect(stepPlace(board(), 'o', 'ArrowLeft')).toEqual({ stage: 3, index: 0 })
    expect(stepPlace(board(), 'a', 'ArrowDown')).toBeNull()
  })

  test('whatever it is dropped on, it comes to the top', () => {
    expect(dropPlace(board(), 'd', 'planned', { id: 'b', below: true })).toEqual({ stage: 1, index: 0 })
  })

  test('without network a move waits as a change of the field', () => {
    const move = waitingMove(board(), 'a', { stage: 3, index: 0 })
    expect(move).toMatchObject({ record: 'a', title: 'a', values: { 'custom.status': 'done' } })
    expect(move).not.toHaveProperty('kind')
  })

  test('what waits is shown where it goes: changes, and what was made here', () => {
    const about = { object: 'projects', title: 'a', state: 'waiting' as const }
    const edits: WaitingEdit[] = [
      { ...about, record: 'a', base: card('a', 'planned', 100), values: { 'custom.status': 'done' } },
      {
        ...about,
        record: 'x',
        kind: 'create',
        base: { id: 'x' },
        title: 'New',
        values: { 'custom.status': 'planned' },
      },
      { ...about, record: 'y', kind: 'create', base: { id: 'y' }, title: 'Bare', values: {} },
    ]
    const shown = boardWithWaiting(board(), edits, true)
    expect(shown.stages.map((stage) => stage.cards.map((one) => one.name))).toEqual([
      ['Bare', 'n'],
      ['New', 'b'],
      [],
      ['a', 'd'],
      ['o'],
    ])
  })
})
