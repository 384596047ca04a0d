import { useLingui } from '@lingui/react/macro'
import type { Scope } from '@/shared/api/types'

/** Whose records a scope reaches, as one word or two. */
export function useScopeWords(): Record<Scope, string> {
  const { t } = useLingui()
  return {
    none: t`Nobody's`,
    own: t`Own`,
    team: t`Team's`,
    team_and_below: t`Teams' below`,
    all: t`Everybody's`,
  }
}
