import { useLingui } from '@lingui/react/macro'
import { DropPanel } from '@/shared/on-use/drop-panel'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { FilterButtonProps } from './filter-button'
import { FilterPanel } from './filter-panel'

export function FilterDrop({ anchor, onClose, ...filter }: FilterButtonProps & Dropped) {
  const { t } = useLingui()
  return (
    <DropPanel anchor={anchor} onClose={onClose} label={t`Filter`} position="bottom-start" width="min(720px, 94vw)">
      <FilterPanel {...filter} />
    </DropPanel>
  )
}
