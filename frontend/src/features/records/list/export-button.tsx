import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import type { ListParams } from '@/shared/api/records'
import type { ObjectType } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import type { Column } from './columns'

const ExportPanel = onUse(() => import('./export-panel').then((m) => m.ExportPanel))

export interface ExportButtonProps {
  object: ObjectType
  columns: Column[]
  params: ListParams
  /** How many rows, as the list tells it. */
  count: string
}

/** The list as a file: just these columns, this filter, this order. */
export function ExportButton(props: ExportButtonProps) {
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('dialog')
  return (
    <>
      <ActionIcon size={30} variant="subtle" color="gray" aria-label={t`Export`} title={t`Export`} {...button}>
        <IconDownload size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
      {anchor && <ExportPanel {...props} anchor={anchor} onClose={close} />}
    </>
  )
}
