import { Menu, type MenuProps } from '@mantine/core'
import { Standing } from './standing'
import type { Dropped } from './use-drop'
import { useQuietRows } from './use-quiet-rows'

type Props = Dropped & Pick<MenuProps, 'position' | 'width' | 'children'>

/** A menu under a button of `useDrop`; its items are the children. */
export function DropMenu({ anchor, onClose, children, ...place }: Props) {
  useQuietRows(anchor)
  return (
    <Menu opened onClose={onClose} returnFocus={false} {...place}>
      <Menu.Target>
        <Standing element={anchor} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
