import IconSelector from '@tabler/icons-react/dist/esm/icons/IconSelector.mjs'
import { useMe } from '@/shared/api/me'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import { Monogram } from '@/shared/ui/monogram'
import classes from './sidebar.module.css'

const UserMenuItems = onUse(() => import('./user-menu-items').then((m) => m.UserMenuItems))

export function UserMenu() {
  const { user } = useMe()
  const { anchor, close, button } = useDrop('menu')
  return (
    <>
      <button type="button" className={classes.user} {...button}>
        <Monogram name={user.name || user.email} size="md" round of={user.id} />
        <span style={{ minWidth: 0, flex: 1 }}>
          <span className={`${classes.userName} truncate`}>{user.name}</span>
          <span className={`${classes.userMail} truncate`}>{user.email}</span>
        </span>
        <IconSelector size={16} stroke={1.8} aria-hidden />
      </button>
      {anchor && <UserMenuItems anchor={anchor} onClose={close} />}
    </>
  )
}
