import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import type { Reference } from '@/shared/api/types'
import classes from './board.module.css'

interface Props {
  pipelines: Reference[]
  current: Reference
  onChange: (id: string) => void
}

/** Which pipeline the board shows; one alone needs no choice. */
export function PipelineSwitch({ pipelines, current, onChange }: Props) {
  const { t } = useLingui()
  if (pipelines.length < 2) return null
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.pipeline} aria-label={t`Pipeline: ${current.name}`}>
          <span className="truncate">{current.name}</span>
          <IconChevronDown size={14} stroke={2} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  )
}
