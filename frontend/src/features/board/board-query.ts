import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { Filter } from '@/shared/api/types'
import { appendCards, type Board, type Card } from './board-model'

export interface BoardParams {
  pipeline?: string | undefined
  filter?: Filter | null | undefined
  search?: string | undefined
}

const queryOf = ({ pipeline, filter, search }: BoardParams) => ({
  pipeline,
  search,
  filter: filter ? JSON.stringify(filter) : undefined,
})

export const boardQuery = (object: string, params: BoardParams) =>
  queryOptions({
    queryKey: ['board', object, params],
    queryFn: ({ signal }) => get<Board>(`/${object}/board/`, queryOf(params), signal),
  })

export const moreCards = (object: string, params: BoardParams, stage: string, cursor: string) =>
  get<{ stage: string; cards: Card[]; next: string | null }>(`/${object}/board/`, { ...queryOf(params), stage, cursor })

/** The board as it is now, each column with about as many cards as were loaded of it. */
export async function boardNow(object: string, params: BoardParams, loaded: Board): Promise<Board> {
  let board = await get<Board>(`/${object}/board/`, queryOf(params))
  for (const { id, cards } of loaded.stages) {
    for (;;) {
      const stage = board.stages.find((one) => one.id === id)
      if (!stage?.next || stage.cards.length >= cards.length) break
      const more = await moreCards(object, params, id, stage.next)
      board = appendCards(board, id, more.cards, more.next)
    }
  }
  return board
}
