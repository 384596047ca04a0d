import { useLingui } from '@lingui/react/macro'
import type { ImportStateName } from './import-api'

export function useStateLabels() {
  const { t } = useLingui()
  return (state: ImportStateName) => {
    const labels: Record<ImportStateName, string> = {
      queued: t`Waiting`,
      running: t`Running`,
      done: t`Finished`,
      failed: t`Failed`,
      cancelled: t`Cancelled`,
    }
    return labels[state]
  }
}
