import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'

import type { User } from './settings-api'

/** Says that somebody was invited, and whether the mail of it is still to go out. */
export function useTellInvited() {
  const { t } = useLingui()
  return (invited: User, title: string) => {
    if (!invited.invitation_waits) return notifications.show({ message: title })
    return notifications.show({
      color: 'orange',
      title,
      message: t`The mail server takes no mail now. The invitation goes out by itself once it does, within a day.`,
      autoClose: 15_000,
    })
  }
}
