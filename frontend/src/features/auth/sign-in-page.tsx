import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { signIn, signInWithCode } from '@/shared/api/session'
import { brand } from '@/shared/brand/brand'
import { useStore } from '@/shared/lib/store'
import { useOwnWords } from '@/shared/ui/own-words'
import { EntryCard } from './entry-card'
import classes from './entry-card.module.css'
import { offersSignUp } from './sign-up-api'

interface Props {
  /** The session ended while the person was working. */
  expired: boolean
  /** Whose new password was just chosen, when it takes more than that to sign in. */
  renewed?: string
  onSignedIn: () => Promise<void>
}

function useRefusal() {
  const { t } = useLingui()
  return (error: unknown) => {
    if (!isProblem(error) || error.isOffline) return t`The server cannot be reached. Check your connection.`
    if (error.status === 429) return t`Too many attempts. Wait a few minutes, then try again.`
    if (error.status === 403) return t`Your sign-in page is out of date. Reload it and try again.`
    return error.errors[0]?.message || error.detail || t`The e-mail address or the password is wrong.`
  }
}

export function SignInPage({ expired, renewed = '', onSignedIn }: Props) {
  const { t } = useLingui()
  const refusalOf = useRefusal()
  const { name } = useStore(brand)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const { faults, isComplete } = useOwnWords()
  const [awaitsCode, setAwaitsCode] = useState(false)

  const submit = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isComplete(event.currentTarget)) return
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setRefusal('')
    try {
      if (awaitsCode) await signInWithCode(String(form.get('code')).replaceAll(' ', ''))
      else if ((await signIn(String(form.get('email')).trim(), String(form.get('password')))) === 'code') {
        setAwaitsCode(true)
        setBusy(false)
        return
      }
    } catch (error) {
      // 409: someone is signed in already, in another tab perhaps.
      if (!isProblem(error, 409)) {
        setRefusal(refusalOf(error))
        setBusy(false)
        return
      }
    }
    await onSignedIn()
  }

  return (
    <EntryCard title={name ? t`Sign in to ${name}` : t`Sign in to Freehold`} note={location.host}>
      <form onSubmit={submit} noValidate aria-labelledby="entry-title">
        {renewed && !refusal && !awaitsCode && (
          <Alert color="green" mb="md" p="xs" role="status" variant="light">
            <Trans>Your password is set. Sign in with it.</Trans>
          </Alert>
        )}
        {expired && !refusal && (
          <Alert color="yellow" mb="md" p="xs" variant="light">
            <Trans>Your session has ended. Sign in to go on where you were.</Trans>
          </Alert>
        )}
        {refusal && (
          <Alert color="red" mb="md" p="xs" role="alert" variant="light">
            {refusal}
          </Alert>
        )}
        {awaitsCode ? (
          <CodeStep error={faults.code} onBack={() => location.reload()} />
        ) : (
          <Credentials email={renewed} faults={faults} />
        )}
        <Button type="submit" fullWidth mt="lg" size="md" loading={busy}>
          <Trans>Sign in</Trans>
        </Button>
      </form>
      {!awaitsCode && (
        <p className={classes.after}>
          <a href="#forgotten">
            <Trans>Forgot your password?</Trans>
          </a>
        </p>
      )}
      {offersSignUp() && !awaitsCode && (
        <p className={classes.after}>
          <Trans>
            New here? <a href="/sign-up">Make a workspace for your company</a>
          </Trans>
        </p>
      )}
    </EntryCard>
  )
}

function Credentials({ email, faults }: { email: string; faults: Record<string, string> }) {
  const { t } = useLingui()
  return (
    <>
      <TextInput
        name="email"
        type="email"
        label={t`E-mail`}
        defaultValue={email}
        autoComplete="username"
        error={faults.email}
        required
        withAsterisk={false}
        autoFocus={!email}
        size="md"
      />
      <PasswordInput
        name="password"
        label={t`Password`}
        autoComplete="current-password"
        error={faults.password}
        required
        withAsterisk={false}
        autoFocus={Boolean(email)}
        mt="sm"
        size="md"
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
      />
    </>
  )
}

/** The second step: a code of the app, or one of the recovery codes. */
function CodeStep({ error, onBack }: { error: string | undefined; onBack: () => void }) {
  const { t } = useLingui()
  return (
    <>
      <TextInput
        name="code"
        label={t`Code`}
        description={t`From the authenticator app on your phone, or one of your recovery codes. Without either, ask an administrator to switch two-step sign-in off for you.`}
        inputMode="text"
        autoComplete="one-time-code"
        error={error}
        required
        withAsterisk={false}
        autoFocus
        size="md"
      />
      <Button variant="subtle" size="compact-sm" mt={6} px={4} onClick={onBack}>
        <Trans>Another e-mail address</Trans>
      </Button>
    </>
  )
}
