import { Menu } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import { DropMenu } from '@/shared/on-use/drop-menu'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { PipelineSwitchProps } from './pipeline-switch'

export function PipelineMenu({ pipelines, current, onChange, ...drop }: PipelineSwitchProps & Dropped) {
  return (
    <DropMenu {...drop} position="bottom-start">
      {pipelines.map(({ id, name }) => (
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
