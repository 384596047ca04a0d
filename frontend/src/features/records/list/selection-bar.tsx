import { Plural, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import classes from './list-page.module.css'

interface Props {
  count: number
  mayDelete: boolean
  onDelete: () => void
  onClear: () => void
}

/** What can be done with the marked rows. */
export function SelectionBar({ count, mayDelete, onDelete, onClear }: Props) {
  const { t } = useLingui()
  return (
    <div className={classes.selection} role="toolbar" aria-label={t`Marked rows`}>
      <strong>
        <Plural value={count} one="# selected" other="# selected" />
      </strong>
      {mayDelete && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} stroke={1.8} aria-hidden />}
          onClick={onDelete}
        >{t`Delete`}</Button>
      )}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onClear}>{t`Clear the selection`}</Button>
    </div>
  )
}
