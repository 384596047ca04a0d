import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { activateTotp, type NewTotp } from '@/shared/api/session'
import { FormDialog } from '@/shared/ui/form-dialog'
import { isDeclined, useConfirmed } from './confirm-password'
import classes from './security.module.css'

interface Props {
  totp: NewTotp
  onActivated: () => void
  onClose: () => void
}

/** Scan, type the code that the app shows: only then is it switched on. */
export function TotpDialog({ totp, onActivated, onClose }: Props) {
  const { t } = useLingui()
  const confirmed = useConfirmed()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const submit = async () => {
    setBusy(true)
    setRefusal('')
    try {
      await confirmed(() => activateTotp(code.replaceAll(' ', '')))
      onActivated()
    } catch (error) {
      setBusy(false)
      if (!isDeclined(error)) setRefusal((isProblem(error) && error.errors[0]?.message) || t`The code is wrong.`)
    }
  }
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(totp.svg)}`
  return (
    <FormDialog
      title={t`Set up two-step sign-in`}
      submitLabel={t`Switch it on`}
      busy={busy}
      disabled={code.replaceAll(' ', '').length < 6}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ol className={classes.steps}>
        <li>{t`Open an authenticator app on your phone, such as Aegis, 2FAS or Google Authenticator.`}</li>
        <li>{t`Scan this picture, or type the key below it.`}</li>
        <li>{t`Enter the code that the app shows.`}</li>
      </ol>
      <img className={classes.qr} src={picture} alt={t`The key, to be scanned`} />
      <code className={classes.secret}>{totp.secret.match(/.{1,4}/g)?.join(' ')}</code>
      <TextInput
        label={t`Code`}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        value={code}
        data-autofocus
        error={refusal}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
