import { useLingui } from '@lingui/react/macro'
import type { Stage } from './settings-api'

export type Category = Stage['category']

/** What a stage's category is called. */
export function useCategoryLabels(): Record<Category, string> {
  const { t } = useLingui()
  return { open: t({ message: 'Open', context: 'stage' }), won: t`Won`, lost: t`Lost` }
}
