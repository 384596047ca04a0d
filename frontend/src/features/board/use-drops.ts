import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { type RefObject, useEffect } from 'react'
import { type Board, dropPlace, type Place } from './board-model'

/** Turns a drop into a move. */
export function useDrops(current: RefObject<Board | undefined>, move: (id: string, to: Place) => void) {
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.type === 'card',
        onDrop: ({ source, location }) => {
          const targets = location.current.dropTargets
          const board = current.current
          if (!targets[0] || !board) return
          const card = targets.find((target) => target.data.type === 'card')
          const over = card && { id: String(card.data.id), below: extractClosestEdge(card.data) === 'bottom' }
          const id = String(source.data.id)
          const beside = over?.id === id ? null : (over ?? null)
          move(id, dropPlace(board, id, String((card ?? targets[0]).data.stageId), beside))
        },
      }),
    [current, move],
  )
}
