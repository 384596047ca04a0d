import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Format } from '@/shared/lib/format'
import type { MergePreview } from './merge-api'
import type { Further } from './merge-model'
import classes from './merge-page.module.css'

interface Props {
  preview: MergePreview | undefined
  further: Further[]
  format: Format
}

/** What will belong to the one that stays, and what becomes of the others. */
export function MergeMoves({ preview, further, format }: Props) {
  const { t } = useLingui()
  if (!preview) return null
  const { files = 0, followers = 0, user_shares: users = 0, team_shares: teams = 0 } = preview.attached
  const shares = users + teams
  const parts = [
    ...preview.moves.map(({ label, count }) => `${label}: ${format.number(count)}`),
    files > 0 && plural(files, { one: '# file', other: '# files' }),
    followers > 0 && plural(followers, { one: '# follower', other: '# followers' }),
    shares > 0 && plural(shares, { one: '# share', other: '# shares' }),
  ].filter((part) => part !== false)
  return (
    <section className={classes.moves} aria-label={t`What happens`}>
      <p>
        {parts.length > 0 ? t`Goes along to the one that stays:` : t`Nothing that you see refers to the others.`}{' '}
        {parts.length > 0 && <strong>{parts.join(' · ')}</strong>}
      </p>
      {further.map(({ label, values }) => (
        <p key={label}>
          {t`Not lost, but added to ${label}:`} <strong>{values.join(' · ')}</strong>
        </p>
      ))}
      <p>{t`The others go into the Trash, and their addresses lead to it. Undo takes all apart again: at once, or for 30 days in the history.`}</p>
    </section>
  )
}
