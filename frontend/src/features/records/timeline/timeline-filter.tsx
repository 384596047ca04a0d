import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ObjectType } from '@/shared/api/types'
import classes from './timeline.module.css'
import { useKindLabels } from './use-kind-labels'

interface Props {
  object: ObjectType
  value: string[]
  onChange: (kinds: string[]) => void
  collapsed: boolean
  onCollapse: (collapsed: boolean) => void
}

/** Chips that narrow the timeline to some kinds; none chosen is everything. */
export function TimelineFilter({ object, value, onChange, collapsed, onCollapse }: Props) {
  const { t } = useLingui()
  const labels = useKindLabels(object)
  const toggle = (kind: string) =>
    onChange(value.includes(kind) ? value.filter((one) => one !== kind) : [...value, kind])
  return (
    <div className={classes.filter}>
      <fieldset className={classes.chips} aria-label={t`What the timeline shows`}>
        <button type="button" className={classes.chip} aria-pressed={value.length === 0} onClick={() => onChange([])}>
          {t`All`}
        </button>
        {labels.map(([kind, label]) => (
          <button
            key={kind}
            type="button"
            className={classes.chip}
            aria-pressed={value.includes(kind)}
            onClick={() => toggle(kind)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <Button
        size="compact-xs"
        flex="none"
        variant="subtle"
        color="gray"
        aria-pressed={collapsed}
        onClick={() => onCollapse(!collapsed)}
      >
        {collapsed ? t`Expand all` : t`Collapse all`}
      </Button>
    </div>
  )
}
