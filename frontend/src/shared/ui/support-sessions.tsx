import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { SupportSession } from '@/shared/api/support'
import { useFormat } from '@/shared/lib/format'
import classes from './support-sessions.module.css'
import { TintBadge } from './tint-badge'

interface Props {
  sessions: SupportSession[]
  busy: boolean
  onEnd: (id: string) => void
}

/** Who was signed in as whom, why and for how long; what runs can be ended. */
export function SupportSessions({ sessions, busy, onEnd }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  if (sessions.length === 0) return <p className={classes.none}>{t`Nobody from support was here.`}</p>
  return (
    <ul className={classes.list}>
      {sessions.map((one) => (
        <li key={one.id} className={classes.item}>
          <div className={classes.text}>
            <span className={classes.title}>{t`${one.operator} as ${one.user}`}</span>
            <span className={classes.more}>
              {one.started_at && format.moment(one.started_at)}
              {' – '}
              {format.moment(one.ended_at ?? one.until)}
              {one.ended_by && ` · ${t`ended by ${one.ended_by}`}`}
            </span>
            <span className={classes.more}>{one.reason}</span>
          </div>
          {!one.consented && <TintBadge color="orange">{t`Without consent`}</TintBadge>}
          {one.writes && <TintBadge color="blue">{t`May change`}</TintBadge>}
          {!one.ended_at && (
            <Button
              size="compact-sm"
              variant="default"
              loading={busy}
              aria-label={t`End the session of ${one.operator}`}
              onClick={() => onEnd(one.id)}
            >{t`End`}</Button>
          )}
        </li>
      ))}
    </ul>
  )
}
