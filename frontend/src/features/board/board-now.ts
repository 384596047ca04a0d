import { get } from '@/shared/api/http'
import { appendCards, type Board } from './board-model'
import { type BoardParams, moreCards, queryOf } from './board-query'

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
