import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { choosePassword, mailPasswordLink, ownerOfLink } from '@/shared/api/session'
import { useOwnWords } from '@/shared/ui/own-words'
import { EntryCard } from './entry-card'
import classes from './entry-card.module.css'
import { NewPasswordField } from './new-password-field'

function useRefusal() {
  const { t } = useLingui()
  return (error: unknown) => {
    if (!isProblem(error) || error.isOffline) return t`The server cannot be reached. Check your connection.`
    if (error.status === 429) return t`Too many attempts. Wait a few minutes, then try again.`
    return error.errors[0]?.message || error.detail
  }
}

function BackToSignIn() {
  return (
    <p className={classes.after}>
      <Link to="/sign-in" search={true}>
        <Trans>Back to the sign-in</Trans>
      </Link>
    </p>
  )
}

/** Asks for the mail with a link. It says the same to everybody, users or not. */
export function ForgottenPage() {
  const { t } = useLingui()
  const refusalOf = useRefusal()
  const [sentTo, setSentTo] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const { faults, isComplete } = useOwnWords()

  const submit = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isComplete(event.currentTarget)) return
    const email = String(new FormData(event.currentTarget).get('email')).trim()
    setBusy(true)
    setRefusal('')
    try {
      await mailPasswordLink(email)
      setSentTo(email)
    } catch (error) {
      setRefusal(refusalOf(error))
    }
    setBusy(false)
  }

  if (sentTo)
    return (
      <EntryCard title={t`Look into your mail`}>
        <p role="status">
          <Trans>
            If {sentTo} is a user here, a link to choose a new password is on its way. Nothing came? Look into the spam
            folder, or ask your administrator which address you have here.
          </Trans>
        </p>
        <BackToSignIn />
      </EntryCard>
    )
  return (
    <EntryCard title={t`Forgot your password?`} note={t`We send you a link to choose a new one.`}>
      <form onSubmit={submit} noValidate aria-labelledby="entry-title">
        <TextInput
          name="email"
          type="email"
          label={t`E-mail`}
          autoComplete="username"
          error={faults.email ?? refusal}
          required
          withAsterisk={false}
          autoFocus
          size="md"
        />
        <Button type="submit" fullWidth mt="lg" size="md" loading={busy}>
          <Trans>Send me the link</Trans>
        </Button>
      </form>
      <BackToSignIn />
    </EntryCard>
  )
}

interface ChooseProps {
  /** Of the mailed link: it works once. */
  linkKey: string
  onChosen: (email: string, password: string) => Promise<void>
}

/** Where the links of invitations and of forgotten passwords lead. */
export function ChoosePasswordPage({ linkKey, onChosen }: ChooseProps) {
  const { t } = useLingui()
  const refusalOf = useRefusal()
  const { data, error } = useQuery({
    queryKey: ['password-link', linkKey],
    queryFn: () => ownerOfLink(linkKey),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const { faults, isComplete } = useOwnWords()
  const [spent, setSpent] = useState(false)

  const submit = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isComplete(event.currentTarget)) return
    const password = String(new FormData(event.currentTarget).get('password'))
    setBusy(true)
    setRefusal('')
    try {
      await choosePassword(linkKey, password)
      await onChosen(data?.email ?? '', password)
    } catch (problem) {
      setSpent(isSpent(problem))
      setRefusal(refusalOf(problem))
      setBusy(false)
    }
  }

  if (spent || isSpent(error)) return <SpentLink />
  if (error)
    return (
      <EntryCard title={t`Choose your password`}>
        <Alert color="red" p="xs" role="alert" variant="light">
          {refusalOf(error)}
        </Alert>
        <BackToSignIn />
      </EntryCard>
    )
  if (!data) return <EntryCard title={t`Loading…`}>{null}</EntryCard>
  const { email } = data
  return (
    <EntryCard
      title={data.has_usable_password ? t`Choose a new password` : t`Choose your password`}
      note={t`For ${email} at ${location.host}`}
    >
      <form onSubmit={submit} noValidate aria-labelledby="entry-title">
        <NewPasswordField email={email} error={faults.password ?? refusal} />
        <Button type="submit" fullWidth mt="lg" size="md" loading={busy}>
          <Trans>Save and sign in</Trans>
        </Button>
      </form>
    </EntryCard>
  )
}

const isSpent = (error: unknown) => isProblem(error, 400) && error.errors[0]?.code === 'invalid_password_reset'

function SpentLink() {
  const { t } = useLingui()
  return (
    <EntryCard title={t`This link does not work`}>
      <p role="alert">
        <Trans>
          It was used already, is too old, or a newer one took its place. Look for a newer mail, or have another one
          sent to you.
        </Trans>
      </p>
      <Button component="a" href="#forgotten" fullWidth mt="lg" size="md">
        <Trans>Another link</Trans>
      </Button>
      <BackToSignIn />
    </EntryCard>
  )
}
