import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { hashKey, keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { recordKeys } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { online } from '@/shared/lib/connection'
import { isFocusFree } from '@/shared/lib/focus'
import { markFresh, useRefresher } from '@/shared/live/registry'
import { recordsIn, useWaitingOf } from '@/shared/offline/overlay'
import { hasWaiting, inPlaceOfLast, keepForLater } from '@/shared/offline/waiting'
import { askedAnew, type MoveQuestion, type MoveValues, mayAsk, questionOf } from '@/shared/pipeline/move-question'
import { announce } from '@/shared/ui/announce'
import { useUndo } from '@/shared/undo/use-undo'
import {
  appendCards,
  type Board,
  type BoardStage,
  boardWithWaiting,
  changeCard,
  changedCards,
  findCard,
  isRanked,
  type Place,
  placeCard,
  putBack,
  takesCards,
  titleOn,
  waitingMove,
} from './board-model'
import { isUnderWay, movedMeanwhile, sendMove } from './board-moves'
import { boardNow } from './board-now'
import { type BoardParams, boardQuery, moreCards } from './board-query'

export interface Asking {
  id: string
  place: Place
  question: MoveQuestion
}

const FRAMES = 30

/** Follows the card to its new place for half a second, unless the person goes elsewhere meanwhile. */
function focusCard(id: string, left = FRAMES) {
  requestAnimationFrame(() => {
    const active = document.activeElement
    const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)
    const elsewhere = active instanceof HTMLElement && !isFocusFree() && active.dataset.card !== id
    if (elsewhere && left < FRAMES - 2) return
    if (card && active !== card) card.focus()
    if (left > 0) focusCard(id, left - 1)
  })
}

/** The board and its moves: shown at once, taken back with a message when the server refuses. */
export function useBoard(object: ObjectType, params: BoardParams) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { offer } = useUndo()
  const options = useMemo(() => boardQuery(object.name, params), [object.name, params])
  const query = useQuery({ ...options, placeholderData: keepPreviousData })
  const [asking, setAsking] = useState<Asking | null>(null)
  const [moved, setMoved] = useState<string | null>(null)
  const key = options.queryKey
  const current = useRef<Board | undefined>(undefined)
  const edits = useWaitingOf(object.name)
  const waiting = useMemo(() => recordsIn(edits), [edits])
  // Whether a new card is among those that are looked for, only the server knows.
  const isWhole = !params.filter && !params.search
  const board = useMemo(() => query.data && boardWithWaiting(query.data, edits, isWhole), [query.data, edits, isWhole])
  current.current = board

  const refresh = useCallback(async () => {
    const before = client.getQueryData<Board>(key)
    if (!before) return
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.card : undefined
    const now = await boardNow(object.name, params, before)
    if (client.getQueryData<Board>(key) !== before) return
    client.setQueryData<Board>(key, now)
    markFresh(changedCards(before, now))
    if (held) focusCard(held)
  }, [client, key, object.name, params])
  useRefresher(hashKey(key), refresh)

  const update = useCallback(
    (change: (board: Board) => Board) => client.setQueryData<Board>(key, (board) => (board ? change(board) : board)),
    [client, key],
  )

  /** Keeps a move until the server answers; false where nothing can be kept. */
  const keep = useCallback(
    async (seen: Board, id: string, to: Place, values: MoveValues = {}) => {
      const move = waitingMove(seen, id, to)
      if (!move) return false
      const edit = { ...move, object: object.name, values: { ...values, ...move.values } }
      if (!(await keepForLater(move.place ? inPlaceOfLast(edit) : edit))) return false
      announce(t`Kept on this device until the connection is back`)
      focusCard(id)
      return true
    },
    [object.name, t],
  )

  const perform = useCallback(
    async (id: string, to: Place, values?: MoveValues) => {
      setAsking(null)
      const seen = current.current
      if (seen && (!online.get() || hasWaiting(id)) && (await keep(seen, id, to, values))) return
      const board = client.getQueryData<Board>(key)
      const from = board && findCard(board, id)
      const target = board?.stages[to.stage]
      if (!board || !from || !target) return
      await client.cancelQueries({ queryKey: key })
      const placed = placeCard(board, id, to)
      client.setQueryData(key, placed)
      setMoved(id)
      focusCard(id)
      const index = (findCard(placed, id)?.index ?? 0) + 1
      const total = placed.stages[to.stage]?.count ?? 0
      const title = titleOn(from.card, board.card)
      announce(t`Moved to ${target.name}: ${title}, position ${index} of ${total}`)
      const follows = isUnderWay(id)
      try {
        const answer = await sendMove({ object: object.name, placed, card: from.card, target, values })
        update((now) => changeCard(now, id, { version: answer.version ?? from.card.version }))
        if (values || (follows && !isUnderWay(id))) client.invalidateQueries({ queryKey: key })
        client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
        client.invalidateQueries({ queryKey: ['timeline', object.name, id] })
        client.invalidateQueries({ queryKey: ['stage-history', object.name, id] })
        if (board.stages.some((stage) => stage.total)) client.invalidateQueries({ queryKey: key })
        const onUndone = () => {
          client.invalidateQueries({ queryKey: ['board', object.name] })
          focusCard(id)
        }
        if (answer.undo && from.stage !== to.stage)
          offer({ token: answer.undo, label: t`Moved to ${target.name}: ${title}`, onUndone })
      } catch (error) {
        // Where it goes on, that decides where it is.
        if (!isUnderWay(id)) update((now) => putBack(now, from.card, from))
        if (isProblem(error) && error.isOffline && (await keep(board, id, to, values))) return
        const question = isProblem(error, 422) ? askedAnew(object, title, target, error.errors, values) : null
        if (question) return setAsking({ id, place: to, question })
        focusCard(id)
        const elsewhere = movedMeanwhile(board, from.card, error)
        const reason = elsewhere
          ? t`Meanwhile it was moved to “${elsewhere}”.`
          : isProblem(error)
            ? error.isOffline
              ? t`The server cannot be reached.`
              : error.errors[0]?.message || error.detail || error.title
            : ''
        announce(t`Not moved: ${reason}`)
        notifications.show({ color: 'red', title: t`Not moved: ${title}`, message: reason })
        if (follows || isProblem(error, 409) || isProblem(error, 412) || isProblem(error, 404))
          client.invalidateQueries({ queryKey: key })
      }
    },
    [client, keep, key, object, offer, t, update],
  )

  /** Asks first for what the stage requires, and why a deal was won or lost. */
  const move = useCallback(
    (id: string, to: Place) => {
      const board = current.current
      const from = board && findCard(board, id)
      const stage = board?.stages[to.stage]
      if (!from || !stage) return
      const stays = from.stage === to.stage
      if (stays ? !isRanked(board) || from.index === to.index : !takesCards(stage)) return
      const former = board.stages[from.stage]
      const reasons = board.pipeline ?? {}
      if (!former || stays || !mayAsk(object, stage, former, reasons)) return void perform(id, to)
      const name = titleOn(from.card, board.card)
      const wanted = { object, id, name, shown: from.card, stage, from: former, reasons }
      void questionOf(client, wanted)
        // What can't be looked up now is refused by the server, if it is missing.
        .catch(() => null)
        .then((question) => (question ? setAsking({ id, place: to, question }) : perform(id, to)))
    },
    [client, object, perform],
  )

  const loading = useRef(new Set<string>())
  const loadMore = useCallback(
    async (stage: BoardStage) => {
      if (!stage.next || loading.current.has(stage.id)) return
      loading.current.add(stage.id)
      try {
        const more = await moreCards(object.name, params, stage.id, stage.next)
        update((board) => appendCards(board, stage.id, more.cards, more.next))
      } catch {
        notifications.show({ color: 'red', message: t`More cards could not be loaded.` })
      } finally {
        loading.current.delete(stage.id)
      }
    },
    [object.name, params, t, update],
  )
  const cancel = useCallback(() => {
    setAsking((old) => {
      if (old) focusCard(old.id)
      return null
    })
  }, [])
  return { query, board, waiting, current, move, moved, perform, asking, cancel, loadMore }
}
