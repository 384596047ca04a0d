import { useLingui } from '@lingui/react/macro'
import { PasswordInput } from '@mantine/core'

/** Where a password is chosen: a keeper of passwords offers a new one for the address. */
export function NewPasswordField({ email, error }: { email: string; error?: string | undefined }) {
  const { t } = useLingui()
  return (
    <>
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        name="password"
        label={t`Password`}
        description={t`At least 10 characters.`}
        error={error}
        autoComplete="new-password"
        required
        withAsterisk={false}
        autoFocus
        size="md"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
      />
    </>
  )
}
