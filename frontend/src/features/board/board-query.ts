import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { Filter } from '@/shared/api/types'
import type { Board, Card } from './board-model'

export interface BoardParams {
  pipeline?: string | undefined
  group?: string | undefined
  filter?: Filter | null | undefined
  search?: string | undefined
}

export const queryOf = ({ pipeline, group, filter, search }: BoardParams) => ({
  pipeline,
  group,
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
