import { useLingui } from '@lingui/react/macro'
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import type { Reference } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import classes from './board.module.css'

const PipelineMenu = onUse(() => import('./pipeline-menu').then((m) => m.PipelineMenu))

export interface PipelineSwitchProps {
  pipelines: Reference[]
  current: Reference
  onChange: (id: string) => void
}

/** Which pipeline the board shows; one alone needs no choice. */
export function PipelineSwitch(props: PipelineSwitchProps) {
  const { pipelines, current } = props
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('menu')
  if (pipelines.length < 2) return null
  return (
    <>
      <button type="button" className={classes.pipeline} aria-label={t`Pipeline: ${current.name}`} {...button}>
        <span className="truncate">{current.name}</span>
        <IconChevronDown size={14} stroke={2} aria-hidden />
      </button>
      {anchor && <PipelineMenu {...props} anchor={anchor} onClose={close} />}
    </>
  )
}
