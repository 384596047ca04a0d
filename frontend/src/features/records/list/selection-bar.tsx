import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconArrowsJoin2 from '@tabler/icons-react/dist/esm/icons/IconArrowsJoin2.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import IconUser from '@tabler/icons-react/dist/esm/icons/IconUser.mjs'
import type { BulkAction } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { MOST_MERGED, mayMerge } from '../merge/merge-api'
import classes from './list-page.module.css'

interface Props {
  object: ObjectType
  count: number
  /** All that the list finds, when that is more than is marked. */
  total: number | undefined
  isEstimate: boolean
  isAll: boolean
  format: Format
  onAll: () => void
  onAct: (action: BulkAction) => void
  onMerge: () => void
  onClear: () => void
}

/** What can be done with the marked rows, those beyond the loaded pages included. */
export function SelectionBar(props: Props) {
  const { object, count, total, isEstimate, isAll, format, onAll, onAct, onMerge, onClear } = props
  const { t } = useLingui()
  const about = (number: number) => format.count(number, isEstimate && isAll)
  const whole = total === undefined ? '' : format.count(total, isEstimate)
  const hasOwner = object.fields.some((field) => field.name === 'owner' && field.access === 'write')
  return (
    <div className={classes.selection} role="toolbar" aria-label={t`Marked rows`}>
      <strong aria-live="polite">{t`${about(count)} selected`}</strong>
      {total !== undefined && !isAll && count < total && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>{t`Select all ${whole}`}</Button>
      )}
      {object.permissions.update && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPencil size={14} stroke={1.8} aria-hidden />}
          onClick={() => onAct('update')}
        >{t`Edit`}</Button>
      )}
      {object.permissions.update && hasOwner && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconUser size={14} stroke={1.8} aria-hidden />}
          onClick={() => onAct('assign')}
        >{t`Assign`}</Button>
      )}
      {mayMerge(object) && !isAll && count >= 2 && count <= MOST_MERGED && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowsJoin2 size={14} stroke={1.8} aria-hidden />}
          onClick={onMerge}
        >{t`Merge`}</Button>
      )}
      {object.permissions.delete && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} stroke={1.8} aria-hidden />}
          onClick={() => onAct('delete')}
        >{t`Delete`}</Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>{t`Clear the selection`}</Button>
    </div>
  )
}
