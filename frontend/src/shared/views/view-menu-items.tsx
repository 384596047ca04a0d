import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { DropMenu } from '@/shared/on-use/drop-menu'
import type { Dropped } from '@/shared/on-use/use-drop'
import type { ViewMenuProps } from './view-menu'

export function ViewMenuItems({ view, views, onSave, onAsk, ...drop }: ViewMenuProps & Dropped) {
  const { t } = useLingui()
  return (
    <DropMenu {...drop} position="bottom-start">
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
    </DropMenu>
  )
}
