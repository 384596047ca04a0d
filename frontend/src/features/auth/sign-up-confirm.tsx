import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, Progress } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { useOwnWords } from '@/shared/ui/own-words'
import { EntryCard } from './entry-card'
import { NewPasswordField } from './new-password-field'
import { confirmSignUp, type SignUpStatus, signUpStatus } from './sign-up-api'
import { AddressField, errorsOf } from './sign-up-page'

const LOOK_MS = 700

/** Where the mailed link leads: choose the password, watch the workspace being made. */
export function SignUpConfirm({ token }: { token: string }) {
  const { t } = useLingui()
  const [entry, setEntry] = useState('')
  const { data, error } = useQuery({
    queryKey: ['sign-up', 'status', token],
    queryFn: () => signUpStatus(token),
    refetchInterval: ({ state }) => (state.data?.state === 'making' ? LOOK_MS : false),
    retry: 1,
  })
  if (error && !data) {
    const gone = isProblem(error) && !error.isOffline
    return (
      <EntryCard title={t`This link does not work`}>
        <p role="alert">{gone ? error.detail : t`The server cannot be reached. Check your connection.`}</p>
        <Button component="a" href="/sign-up" fullWidth mt="lg">
          <Trans>Sign up again</Trans>
        </Button>
      </EntryCard>
    )
  }
  if (!data) return <EntryCard title={t`Loading…`}>{null}</EntryCard>
  return data.state === 'waiting' ? (
    <ChoosePassword token={token} asked={data} onChosen={setEntry} />
  ) : (
    <Making status={data} entry={entry} />
  )
}

interface ChoosePasswordProps {
  token: string
  asked: SignUpStatus
  /** With what enters the workspace once it is ready. */
  onChosen: (entry: string) => void
}

function ChoosePassword({ token, asked, onChosen }: ChoosePasswordProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const { faults, isComplete } = useOwnWords()
  const [slug, setSlug] = useState('')

  const submit = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isComplete(event.currentTarget)) return
    const password = String(new FormData(event.currentTarget).get('password'))
    setBusy(true)
    setErrors({})
    try {
      const { entry, ...status } = await confirmSignUp(token, password, slug)
      onChosen(entry)
      client.setQueryData(['sign-up', 'status', token], status)
    } catch (error) {
      const found = errorsOf(error, t`The server cannot be reached. Check your connection.`)
      if (found.slug && !slug) setSlug(asked.slug)
      setErrors(found)
      setBusy(false)
    }
  }

  return (
    <EntryCard title={t`Choose your password`} note={t`For ${asked.email} in ${asked.name}`}>
      <form onSubmit={submit} noValidate aria-labelledby="entry-title">
        {errors[''] && (
          <Alert color="red" mb="md" p="xs" role="alert" variant="light">
            {errors['']}
          </Alert>
        )}
        <NewPasswordField email={asked.email} error={faults.password ?? errors.password} />
        {slug && <AddressField value={slug} onChange={setSlug} error={faults.slug ?? errors.slug ?? ''} />}
        <Button type="submit" fullWidth mt="lg" size="md" loading={busy}>
          <Trans>Make the workspace</Trans>
        </Button>
      </form>
    </EntryCard>
  )
}

/** Whoever chose the password here goes on by themselves; whoever opens the link again signs in. */
function Making({ status, entry }: { status: SignUpStatus; entry: string }) {
  const { t } = useLingui()
  const ready = status.state === 'ready'
  const percent = ready ? 100 : (status.done / Math.max(1, status.total)) * 100
  const goesOn = ready && entry ? `${status.url}sign-up/enter#${entry}` : ''
  useEffect(() => {
    if (goesOn) location.replace(goesOn)
  }, [goesOn])
  return (
    <EntryCard title={ready ? t`Your workspace is ready` : t`Your workspace is being made`} note={status.name}>
      <Progress value={Math.max(5, percent)} aria-label={t`Progress`} transitionDuration={300} />
      <p role="status">
        {!ready && t`This takes a few seconds.`}
        {ready && (goesOn ? t`Your workspace opens…` : t`Sign in as ${status.email}.`)}
      </p>
      {ready && !goesOn && (
        <Button component="a" href={`${status.url}sign-in`} fullWidth mt="md" size="md" autoFocus>
          <Trans>Open the workspace</Trans>
        </Button>
      )}
    </EntryCard>
  )
}
