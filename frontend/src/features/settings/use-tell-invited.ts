import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'

import type { User } from './settings-api'

/** Says that somebody was invited, and whether the mail of it is still to go out or never will. */
export function useTellInvited() {
  const { t } = useLingui()
  return (invited: User, title: string) => {
    if (invited.invitation_refused)
      return notifications.show({
        color: 'red',
        title: t`The mail to ${invited.email} could not be delivered`,
        message: t`The mail server refused it: ${invited.invitation_refused}. Correct the address, or invite them again.`,
        autoClose: 30_000,
      })
    if (!invited.invitation_waits) return notifications.show({ message: title })
    return notifications.show({
      color: 'orange',
      title,
      message: t`The mail server takes no mail now. The invitation goes out by itself once it does, within a day.`,
      autoClose: 15_000,
    })
  }
}
