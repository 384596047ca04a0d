import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import type { SavedView } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import type { ViewsOf } from './use-views'
import type { Asked } from './view-bar'

const ViewMenuItems = onUse(() => import('./view-menu-items').then((m) => m.ViewMenuItems))

export interface ViewMenuProps {
  view: SavedView
  views: ViewsOf
  onSave: () => void
  onAsk: (asked: Asked) => void
}

/** What can be done with the open view. */
export function ViewMenu(props: ViewMenuProps) {
  const { t } = useLingui()
  const { anchor, close, button } = useDrop('menu')
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size={26} aria-label={t`View: ${props.view.name}`} {...button}>
        <IconDots size={16} stroke={1.8} aria-hidden />
      </ActionIcon>
      {anchor && <ViewMenuItems {...props} anchor={anchor} onClose={close} />}
    </>
  )
}
