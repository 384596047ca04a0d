import { useLingui } from '@lingui/react/macro'
import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { confirmPassword } from '@/shared/api/session'
import { FormDialog } from '@/shared/ui/form-dialog'

export interface Asking {
  done: () => void
  declined: () => void
}

/** Asks for the password once more. */
export function ConfirmDialog({ done, declined }: Asking) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const submit = async () => {
    setBusy(true)
    try {
      await confirmPassword(password)
      done()
    } catch (error) {
      setBusy(false)
      setRefusal((isProblem(error) && error.errors[0]?.message) || t`The password is wrong.`)
    }
  }
  return (
    <FormDialog
      title={t`Your password, please`}
      submitLabel={t`Go on`}
      busy={busy}
      error={refusal}
      disabled={!password}
      onSubmit={() => void submit()}
      onClose={declined}
    >
      <PasswordInput
        label={t`Password`}
        description={t`Such a change needs your password once more.`}
        autoComplete="current-password"
        value={password}
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
