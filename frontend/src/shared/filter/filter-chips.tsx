import { useLingui } from '@lingui/react/macro'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { Fragment } from 'react'
import type { Filter, ObjectType } from '@/shared/api/types'
import classes from './filter-chips.module.css'
import { useConditionText } from './use-condition-text'

interface Props {
  object: ObjectType
  filter: Filter
  onChange: (filter: Filter | undefined) => void
}

/** The parts of a filter that stand beside each other, and how they are joined. */
function partsOf(filter: Filter): { join: 'and' | 'or'; parts: Filter[] } {
  if ('and' in filter) return { join: 'and', parts: filter.and }
  if ('or' in filter) return { join: 'or', parts: filter.or }
  return { join: 'and', parts: [filter] }
}

/** The filter in words, each part to be taken away by itself. */
export function FilterChips({ object, filter, onChange }: Props) {
  const { t } = useLingui()
  const text = useConditionText(object, filter)
  const { join, parts } = partsOf(filter)
  const without = (at: number) => {
    const left = parts.filter((_, index) => index !== at)
    onChange(left.length === 0 ? undefined : join === 'and' ? { and: left } : { or: left })
  }
  return (
    <div className={classes.root} role="group" aria-label={t`Conditions of the filter`}>
      {parts.map((part, at) => {
        const words = text(part)
        return (
          <Fragment key={JSON.stringify(part)}>
            {at > 0 && <span className={classes.join}>{join === 'and' ? t`and` : t`or`}</span>}
            <span className={classes.chip} title={words}>
              <span className="truncate">{words}</span>
              <button
                type="button"
                className={classes.remove}
                aria-label={t`Remove: ${words}`}
                onClick={() => without(at)}
              >
                <IconX size={13} aria-hidden />
              </button>
            </span>
          </Fragment>
        )
      })}
    </div>
  )
}
