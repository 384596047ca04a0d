import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Menu } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import type { SavedView } from '@/shared/api/types'
import type { ViewsOf } from './use-views'
import type { Asked } from './view-bar'

interface Props {
  view: SavedView
  views: ViewsOf
  onSave: () => void
  onAsk: (asked: Asked) => void
}

/** What can be done with the open view. */
export function ViewMenu({ view, views, onSave, onAsk }: Props) {
  const { t } = useLingui()
  return (
    <Menu position="bottom-start" withInitialFocusPlaceholder={false} returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t`View: ${view.name}`}>
          <IconDots size={16} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {view.editable && <Menu.Item onClick={onSave}>{t`Save`}</Menu.Item>}
        <Menu.Item onClick={() => onAsk({ kind: 'new' })}>{t`Save as…`}</Menu.Item>
        {view.editable && <Menu.Item onClick={() => onAsk({ kind: 'rename', view })}>{t`Rename…`}</Menu.Item>}
        {view.editable && <Menu.Item onClick={() => onAsk({ kind: 'share', view })}>{t`Share…`}</Menu.Item>}
        <Menu.Item onClick={() => views.setDefault(view)}>
          {view.is_default ? t`Do not open by default` : t`Open by default`}
        </Menu.Item>
        {view.editable && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => views.remove(view)}>{t`Delete`}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
