import { Menu } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import { DropMenu } from '@/shared/on-use/drop-menu'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { ColumnsSwitchProps } from './columns-switch'

export function ColumnsMenu({ choices, current, onChange, ...drop }: ColumnsSwitchProps & Dropped) {
  return (
    <DropMenu {...drop} position="bottom-start">
      {choices.map(({ id, name }) => (
        <Menu.Item
          key={id}
          role="menuitemradio"
          aria-checked={id === current.id}
          onClick={() => onChange(id)}
          rightSection={id === current.id && <IconCheck size={14} stroke={2} aria-hidden />}
        >
          {name}
        </Menu.Item>
      ))}
    </DropMenu>
  )
}
