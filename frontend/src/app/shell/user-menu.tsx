import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import IconArrowBackUp from '@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs'
import IconKeyboard from '@tabler/icons-react/dist/esm/icons/IconKeyboard.mjs'
import IconListCheck from '@tabler/icons-react/dist/esm/icons/IconListCheck.mjs'
import IconLogout from '@tabler/icons-react/dist/esm/icons/IconLogout.mjs'
import IconSelector from '@tabler/icons-react/dist/esm/icons/IconSelector.mjs'
import IconUserCircle from '@tabler/icons-react/dist/esm/icons/IconUserCircle.mjs'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '@/shared/api/me'
import { Monogram } from '@/shared/ui/monogram'
import { overlay } from './overlays'
import classes from './sidebar.module.css'
import { ThemeMenuItems } from './theme-menu-items'
import { useSignOut } from './use-sign-out'

export function UserMenu() {
  const { t } = useLingui()
  const { user, rights } = useMe()
  const navigate = useNavigate()
  const leave = useSignOut()
  return (
    <Menu position="top-start" width={212}>
      <Menu.Target>
        <button type="button" className={classes.user}>
          <Monogram name={user.name || user.email} size="md" round of={user.id} />
          <span style={{ minWidth: 0, flex: 1 }}>
            <span className={`${classes.userName} truncate`}>{user.name}</span>
            <span className={`${classes.userMail} truncate`}>{user.email}</span>
          </span>
          <IconSelector size={16} stroke={1.8} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  )
}
