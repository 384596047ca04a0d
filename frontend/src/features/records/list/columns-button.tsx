import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconColumns3 from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
import type { ObjectType } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import type { Column } from './columns'

const ColumnsPanel = onUse(() => import('./columns-panel').then((m) => m.ColumnsPanel))

export interface ColumnsButtonProps {
  object: ObjectType
  columns: Column[]
  onChoose: (names: string[]) => void
  onPin: (name: string, pinned: boolean) => void
  onReset: () => void
}

/** Which fields the list shows, and in which order. */
export function ColumnsButton(props: ColumnsButtonProps) {
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('dialog')
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconColumns3 size={15} stroke={1.8} aria-hidden />}
        {...button}
      >{t`Columns`}</Button>
      {anchor && <ColumnsPanel {...props} anchor={anchor} onClose={close} />}
    </>
  )
}
