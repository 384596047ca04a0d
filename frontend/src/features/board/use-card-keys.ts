import { useLingui } from '@lingui/react/macro'
import { type RefObject, useCallback } from 'react'
import { may } from '@/shared/lib/record-value'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { type Board, findCard, type Place, stepPlace } from './board-model'

interface Options {
  current: RefObject<Board | undefined>
  mayMove: boolean
  /** Whether cards of a column stand as people put them. */
  ranked: boolean
  /** Whether there are columns of what is won and lost. */
  closes: boolean
  move: (id: string, to: Place) => void
  open: (id: string) => void
  menu: (id: string, anchor: HTMLElement) => void
}

const cardElement = (id: string | undefined) =>
  id ? document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`) : null

/** The card that an arrow leads to, in the same column or beside it. */
function neighbour(board: Board, id: string, key: string): string | undefined {
  const from = findCard(board, id)
  if (!from) return undefined
  if (key === 'ArrowUp') return board.stages[from.stage]?.cards[from.index - 1]?.id
  if (key === 'ArrowDown') return board.stages[from.stage]?.cards[from.index + 1]?.id
  const step = key === 'ArrowRight' ? 1 : -1
  for (let stage = from.stage + step; board.stages[stage]; stage += step) {
    const cards = board.stages[stage]?.cards ?? []
    if (cards.length > 0) return cards[Math.min(from.index, cards.length - 1)]?.id
  }
  return undefined
}

/** Keys on a card: arrows walk, Ctrl+arrows carry it along, Enter opens, m moves, w wins, l loses. */
export function useCardKeys({ current, mayMove, ranked, closes, move, open, menu }: Options) {
  const { t } = useLingui()
  const group = t`Board`
  const listed = { group, listOnly: true, run: () => undefined }
  /** To the next or the previous card of the column; to the first one from elsewhere. */
  const step = (key: string) => {
    const active = document.activeElement
    const id = active instanceof HTMLElement ? active.dataset.card : undefined
    const first = document.querySelector<HTMLElement>('[data-card]')
    const next = id && current.current ? cardElement(neighbour(current.current, id, key)) : first
    next?.focus()
  }
  useShortcuts([
    { keys: 'j', label: t`Next card`, group, run: () => step('ArrowDown') },
    { keys: 'k', label: t`Previous card`, group, run: () => step('ArrowUp') },
    { keys: 'Enter', label: t`Open the card`, ...listed },
    ...(mayMove
      ? [
          { keys: 'ctrl+ArrowRight', label: t`Move the card to the next column`, ...listed },
          { keys: 'ctrl+ArrowLeft', label: t`Move the card to the previous column`, ...listed },
          ...(ranked
            ? [
                { keys: 'ctrl+ArrowUp', label: t`Move the card up`, ...listed },
                { keys: 'ctrl+ArrowDown', label: t`Move the card down`, ...listed },
              ]
            : []),
          { keys: 'm', label: t`Choose the card's column`, ...listed },
          ...(closes
            ? [
                { keys: 'w', label: t`Mark the card as won`, ...listed },
                { keys: 'l', label: t`Mark the card as lost`, ...listed },
              ]
            : []),
        ]
      : []),
  ])

  return useCallback(
    (event: React.KeyboardEvent<HTMLElement>, id: string) => {
      const board = current.current
      if (!board || event.target !== event.currentTarget) return
      const isArrow = event.key.startsWith('Arrow')
      const mayMoveThis = mayMove && may('update', findCard(board, id)?.card)
      if (isArrow && (event.ctrlKey || event.metaKey)) {
        const to = mayMoveThis ? stepPlace(board, id, event.key) : null
        event.preventDefault()
        if (to) move(id, to)
      } else if (isArrow) {
        event.preventDefault()
        const next = cardElement(neighbour(board, id, event.key))
        next?.focus()
        next?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      } else if (event.key === 'Enter') {
        event.preventDefault()
        open(id)
      } else if (mayMoveThis && event.key === 'm') {
        event.preventDefault()
        menu(id, event.currentTarget)
      } else if (mayMoveThis && (event.key === 'w' || event.key === 'l')) {
        const category = event.key === 'w' ? 'won' : 'lost'
        const stage = board.stages.findIndex((one) => one.category === category && !one.retired)
        event.preventDefault()
        if (stage >= 0) move(id, { stage, index: 0 })
      }
    },
    [current, mayMove, move, open, menu],
  )
}
