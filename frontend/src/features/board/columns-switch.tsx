import { useLingui } from '@lingui/react/macro'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import type { Reference } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import classes from './board.module.css'
import type { Board } from './board-model'

const ColumnsMenu = onUse(() => import('./columns-menu').then((m) => m.ColumnsMenu))

export interface ColumnsSwitchProps {
  choices: Reference[]
  current: Reference
  onChange: (id: string) => void
}

interface Props {
  board: Board
  onChange: (columns: { pipeline: string } | { group: string }) => void
}

/** What the columns are: the stages of a pipeline, or the choices of a pick list; one alone needs no choice. */
export function ColumnsSwitch({ board, onChange }: Props) {
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('menu')
  const { pipeline, pipelines = [], groups = [] } = board
  const choices = pipeline ? pipelines : groups
  const current = pipeline ?? groups.find(({ id }) => id === board.group)
  if (!current) return null
  const text = pipeline ? pipeline.name : t`By ${current.name}`
  if (choices.length < 2) return pipeline ? null : <span className={classes.by}>{text}</span>
  return (
    <>
      <button
        type="button"
        className={classes.pipeline}
        aria-label={pipeline ? t`Pipeline: ${pipeline.name}` : t`Columns: by ${current.name}`}
        {...button}
      >
        <span className="truncate">{text}</span>
        <IconChevronDown size={14} stroke={2} aria-hidden />
      </button>
      {anchor && (
        <ColumnsMenu
          choices={choices}
          current={current}
          onChange={(id) => onChange(pipeline ? { pipeline: id } : { group: id })}
          anchor={anchor}
          onClose={close}
        />
      )}
    </>
  )
}
