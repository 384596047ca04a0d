import { Plural, useLingui } from '@lingui/react/macro'
import IconBell from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { announce } from '@/shared/ui/announce'
import classes from './bell.module.css'
import { unreadQuery } from './notices-api'

/** The server counts no further. */
const MOST = 100

export function useUnread() {
  const { t } = useLingui()
  const unread = useQuery(unreadQuery).data?.unread ?? 0
  const before = useRef(unread)
  useEffect(() => {
    if (unread > before.current) announce(t`New notifications`)
    before.current = unread
  }, [unread, t])
  return unread
}

interface Props {
  className?: string | undefined
  size?: number
  /** A word under the bell, on the phone. */
  label?: string
  onOpen: () => void
}

/** How much is unread, and the way to it. */
export function Bell({ className, size = 18, label, onOpen }: Props) {
  const { t } = useLingui()
  const unread = useUnread()
  return (
    <button
      type="button"
      className={className ?? classes.button}
      aria-haspopup="dialog"
      title={label ? undefined : t`Notifications`}
      onClick={onOpen}
    >
      <span className={classes.bell}>
        <IconBell size={size} stroke={1.7} aria-hidden />
        {unread > 0 && (
          <span className={classes.count} aria-hidden>
            {unread >= MOST ? '99+' : unread}
          </span>
        )}
      </span>
      <span className={label ? 'truncate' : 'visually-hidden'}>{label ?? t`Notifications`}</span>
      {unread > 0 && (
        <span className="visually-hidden">
          <Plural value={unread} one="# unread" other="# unread" />
        </span>
      )}
    </button>
  )
}
