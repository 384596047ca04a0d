import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { FormDialog } from '@/shared/ui/form-dialog'
import { formError, type User, useSettingsWrite } from './settings-api'

/** For somebody who lost the phone and the recovery codes: the password lets them in again. */
export function TwoStepDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const switchOff = () =>
    write.mutate(
      { method: 'DELETE', path: `/users/${user.id}/second-factor/` },
      {
        onSuccess: () => {
          notifications.show({ message: t`Two-step sign-in of ${user.name} is off` })
          onClose()
        },
      },
    )
  return (
    <FormDialog
      title={t`Switch off the two-step sign-in of ${user.name}`}
      submitLabel={t`Switch it off`}
      busy={write.isPending}
      error={formError(write.error, [])}
      onSubmit={switchOff}
      onClose={onClose}
    >
      <Text size="sm">
        {t`For somebody who lost the phone and the recovery codes. Their password alone signs them in until they set it up anew; where they are signed in now, they are signed out.`}
      </Text>
      <Text size="sm">{t`Make sure that it is really they who ask, such as by calling them.`}</Text>
    </FormDialog>
  )
}
