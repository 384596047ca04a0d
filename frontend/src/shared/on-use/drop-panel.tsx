import { Popover, type PopoverProps } from '@mantine/core'
import { Standing } from './standing'
import type { Dropped } from './use-drop'

type Props = Dropped & Pick<PopoverProps, 'position' | 'width' | 'children'> & { label: string }

/** A panel under a button of `useDrop`, for what is more than a choice. */
export function DropPanel({ anchor, onClose, label, children, ...place }: Props) {
  return (
    <Popover opened onChange={(opened) => !opened && onClose()} trapFocus {...place}>
      <Popover.Target>
        <Standing element={anchor} />
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  )
}
