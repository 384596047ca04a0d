import { useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { DropMenu } from '@/shared/on-use/drop-menu'
import type { Dropped } from '@/shared/on-use/use-drop'
import { Changing } from './changing'
import type { User } from './settings-api'
import type { UserAction } from './user-actions'

interface Props extends Dropped {
  user: User
  isOneself: boolean
  hasPhoto: boolean
  onOpen: (action: UserAction) => void
  onInviteAgain: () => void
  onReactivate: () => void
  onRemovePhoto: () => void
}

/** What is done less often about one user. */
export function UserActionMenu({ user, isOneself, hasPhoto, onOpen, ...rest }: Props) {
  const { t } = useLingui()
  const { onInviteAgain, onReactivate, onRemovePhoto, ...drop } = rest
  return (
    <DropMenu {...drop} position="bottom-end">
      <Menu.Item onClick={() => onOpen('access')}>{t`What can they see?`}</Menu.Item>
      <Changing>
        {user.active && user.invited && <Menu.Item onClick={onInviteAgain}>{t`Invite again`}</Menu.Item>}
        <Menu.Item onClick={() => onOpen('hand-over')}>{t`Hand over their records…`}</Menu.Item>
        {hasPhoto && !isOneself && <Menu.Item color="red" onClick={onRemovePhoto}>{t`Remove their photo`}</Menu.Item>}
        {user.two_step && !isOneself && (
          <Menu.Item color="red" onClick={() => onOpen('two-step')}>{t`Switch off their two-step sign-in…`}</Menu.Item>
        )}
        {!user.active && <Menu.Item onClick={onReactivate}>{t`Reactivate`}</Menu.Item>}
        {user.active && !isOneself && (
          <Menu.Item color="red" onClick={() => onOpen('deactivate')}>{t`Deactivate…`}</Menu.Item>
        )}
      </Changing>
    </DropMenu>
  )
}
