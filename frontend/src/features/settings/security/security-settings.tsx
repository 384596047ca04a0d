import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { useMe } from '@/shared/api/me'
import { SettingsSection } from '../settings-section'
import { ConfirmProvider } from './confirm-password'
import { Password } from './password'
import { SecondFactor } from './second-factor'
import { Sessions } from './sessions'

export function SecuritySettings() {
  const { t } = useLingui()
  const { support, user } = useMe()
  return (
    <ConfirmProvider>
      <SettingsSection title={t`Security`} help={t`How you sign in, and where you are signed in now.`}>
        {support ? (
          <Alert color="gray" variant="light">{t`How ${user.name} signs in, support neither sees nor changes.`}</Alert>
        ) : (
          <>
            <Password />
            <SecondFactor />
            <Sessions />
          </>
        )}
      </SettingsSection>
    </ConfirmProvider>
  )
}
