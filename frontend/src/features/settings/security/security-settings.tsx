import { useLingui } from '@lingui/react/macro'
import { SettingsSection } from '../settings-section'
import { ConfirmProvider } from './confirm-password'
import { Password } from './password'
import { SecondFactor } from './second-factor'
import { Sessions } from './sessions'

export function SecuritySettings() {
  const { t } = useLingui()
  return (
    <ConfirmProvider>
      <SettingsSection title={t`Security`} help={t`How you sign in, and where you are signed in now.`}>
        <Password />
        <SecondFactor />
        <Sessions />
      </SettingsSection>
    </ConfirmProvider>
  )
}
