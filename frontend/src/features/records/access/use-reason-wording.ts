import { useLingui } from '@lingui/react/macro'
import type { Format } from '@/shared/lib/format'
import type { Reason } from './access-api'

type Verb = 'read' | 'update' | 'delete'

/** A rule in words; the server's own sentence where there is a kind of reason that this app doesn't know. */
export function useReasonWording(format: Format): (reason: Reason, verb: Verb) => string {
  const { t } = useLingui()
  const wayOf = (reason: Reason) => {
    const way = reason.way
    const role = reason.role?.name ?? ''
    if (!way && reason.allows) return t`The role “${role}” reaches this record.`
    if (!way) return t`The role “${role}” does not reach this record: it belongs to someone else.`
    if (way.kind === 'all') return t`The role “${role}” reaches every record.`
    if (way.kind === 'own') return t`The role “${role}” reaches their own records, and they own this one.`
    const teams = way.teams.map(({ name }) => t`“${name ?? ''}”`)
    const [first, ...above] = teams
    if (!first) return t`The role “${role}” reaches their teams, and the owner is in one of them.`
    const path = above.length > 0 ? t`${first}, below ${above.join(', ')}` : first
    return way.manages
      ? t`The role “${role}” reaches their teams: the owner is in ${path}, and they lead it.`
      : t`The role “${role}” reaches their teams: the owner is in ${path}.`
  }
  return (reason, verb) => {
    const role = reason.role?.name ?? ''
    if (reason.kind === 'inactive') return t`They are not active or hold no role.`
    if (reason.kind === 'private') return t`The record is private: only its owner sees it.`
    if (reason.kind === 'share') {
      const end = reason.expires_at ? format.dateTime(reason.expires_at) : ''
      const team = reason.team?.name ?? ''
      if (reason.team) return end ? t`Shared with the team “${team}” until ${end}.` : t`Shared with the team “${team}”.`
      return end ? t`Shared with them until ${end}.` : t`Shared with them.`
    }
    if (reason.kind !== 'role') return reason.text
    if (reason.scope !== 'none') return wayOf(reason)
    if (verb === 'read') return t`The role “${role}” does not let them see such records.`
    if (verb === 'update') return t`The role “${role}” does not let them change such records.`
    return t`The role “${role}” does not let them delete such records.`
  }
}
