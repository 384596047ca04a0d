import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { useQuietRows } from '@/shared/on-use/use-quiet-rows'
import type { Board, Place } from './board-model'
import { findCard, takesCards } from './board-model'

export interface MenuAnchor {
  id: string
  element: HTMLElement
}

interface Props {
  board: Board
  anchor: MenuAnchor
  onMove: (id: string, to: Place) => void
  onOpen: (id: string) => void
  onClose: () => void
}

/** One menu for all cards: the way to move without dragging. */
export function MoveMenu({ board, anchor, onMove, onOpen, onClose }: Props) {
  const { t } = useLingui()
  useQuietRows()
  const place = findCard(board, anchor.id)
  const box = anchor.element.getBoundingClientRect()
  const close = () => {
    anchor.element.focus()
    onClose()
  }
  return (
    // A key beside it does not put it away: the one that opened it is still on its way to the document.
    <Menu
      opened
      onClose={close}
      position="bottom-end"
      returnFocus={false}
      clickOutsideEvents={['mousedown', 'touchstart']}
    >
      <Menu.Target>
        <span
          aria-hidden
          style={{
            position: 'fixed',
            left: box.right - 1,
            top: box.bottom,
            width: 1,
            height: 1,
            pointerEvents: 'none',
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={t`Move to`}>
        <Menu.Item onClick={() => onOpen(anchor.id)}>{t`Open`}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t`Move to`}</Menu.Label>
        {board.stages.map(
          (stage, index) =>
            index !== place?.stage &&
            takesCards(stage) && (
              <Menu.Item key={stage.id} onClick={() => onMove(anchor.id, { stage: index, index: 0 })}>
                {stage.name}
              </Menu.Item>
            ),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
