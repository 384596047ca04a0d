import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconListCheck from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '@/shared/api/me'
import { DropMenu } from '@/shared/on-use/drop-menu'
import type { Dropped } from '@/shared/on-use/use-drop'
import { overlay } from './overlays'
import { ThemeMenuItems } from './theme-menu-items'
import { useSignOut } from './use-sign-out'

export function UserMenuItems(drop: Dropped) {
  const { t } = useLingui()
  const { rights } = useMe()
  const navigate = useNavigate()
  const leave = useSignOut()
  return (
    <DropMenu {...drop} position="top-start" width={212}>
      <Menu.Item
        leftSection={<IconUserCircle size={16} aria-hidden />}
        onClick={() => navigate({ to: '/settings/$section', params: { section: 'profile' } })}
      >{t`Profile`}</Menu.Item>
      <Menu.Item
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        onClick={() => navigate({ to: '/settings/$section', params: { section: 'history' } })}
      >{t`History`}</Menu.Item>
      {rights.includes('settings') && (
        <Menu.Item
          leftSection={<IconListCheck size={16} aria-hidden />}
          onClick={() => navigate({ to: '/first-steps' })}
        >{t`First steps`}</Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconKeyboard size={16} aria-hidden />}
        onClick={() => overlay.set('shortcuts')}
      >{t`Keyboard shortcuts`}</Menu.Item>
      <Menu.Divider />
      <ThemeMenuItems />
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>{t`Sign out`}</Menu.Item>
    </DropMenu>
  )
}
