import { useLingui } from '@lingui/react/macro'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { Fragment } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { Filter, ObjectType } from '@/shared/api/types'
import classes from './filter-chips.module.css'
import { fieldAt, withoutUnseen } from './model'
import { conditionsIn, useConditionText } from './use-condition-text'

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
  const catalogue = useCatalogue()
  const isSeen = (path: string) => fieldAt(path, object, catalogue) !== undefined
  const unseen = conditionsIn(filter).filter(({ field }) => !isSeen(field)).length
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
            <span
              className={classes.chip}
              data-wrong={conditionsIn(part).some(({ field }) => !isSeen(field)) || undefined}
              title={words}
            >
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
      {unseen > 0 && (
        <span className={classes.unseen}>
          {t`The filter uses a field that was deleted or that your role does not show.`}
          <button type="button" className={classes.drop} onClick={() => onChange(withoutUnseen(filter, isSeen))}>
            {unseen === 1 ? t`Remove the condition` : t`Remove these conditions`}
          </button>
        </span>
      )}
    </div>
  )
}
