import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { Format } from '@/shared/lib/format'
import { Changing } from '../changing'
import classes from './history.module.css'
import type { HistoryEntry } from './history-api'
import { useHistoryWords } from './use-history-words'

interface Props {
  entry: HistoryEntry
  format: Format
  withActor: boolean
  busy: boolean
  onUndo: () => void
  onLook: () => void
}

/** One action, and what can be done about it. */
export function HistoryRow({ entry, format, withActor, busy, onUndo, onLook }: Props) {
  const { t } = useLingui()
  const label = useHistoryWords()(entry)
  const state = useStateWords(entry)
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <p>{label}</p>
        <p className={classes.when}>
          <time dateTime={entry.at} title={format.dateTime(entry.at)}>
            {format.relative(entry.at)}
          </time>
          {withActor && entry.actor?.name && ` · ${entry.actor.name}`}
          {state && ` · ${state}`}
        </p>
      </div>
      {entry.kind === 'action' && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={t`Details: ${label}`}
          onClick={onLook}
        >{t`Details`}</Button>
      )}
      <Changing>
        {entry.can_undo !== false && (
          <Button
            size="compact-sm"
            variant="default"
            loading={busy}
            aria-label={t`Undo: ${label}`}
            onClick={onUndo}
          >{t`Undo`}</Button>
        )}
      </Changing>
    </li>
  )
}

function useStateWords(entry: HistoryEntry) {
  const { t } = useLingui()
  if (entry.undone_at && entry.skipped > 0) return t`taken back, except ${entry.skipped}`
  if (entry.undone_at) return t`taken back`
  if (entry.mine && entry.conflict_count) return t`changed since: ${entry.conflict_count}`
  return ''
}
