import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { useDebounced } from '@/shared/lib/use-debounced'
import { useOwnWords } from '@/shared/ui/own-words'
import { EntryCard } from './entry-card'
import classes from './entry-card.module.css'
import { addressFrom, checkAddress, type SignUpAsked, type SignUpWish, signUp, signUpHost } from './sign-up-api'

type Errors = Record<string, string>

/** What is wrong, by field; what belongs to none stands under "". */
export function errorsOf(error: unknown, offline: string): Errors {
  if (!isProblem(error) || error.isOffline) return { '': offline }
  if (error.status === 409) return { slug: error.detail }
  if (!error.errors.length) return { '': error.detail }
  return Object.fromEntries(error.errors.map((one) => [one.field, one.message]))
}

/** Asks for a workspace; a mail with a link follows. */
export function SignUpPage() {
  const { t, i18n } = useLingui()
  /** What was asked and answered; the form shows it again to put it right. */
  const [asked, setAsked] = useState<(SignUpWish & SignUpAsked) | null>(null)
  const [mails, setMails] = useState(0)
  const [errors, setErrors] = useState<Errors>({})
  const { faults, isComplete } = useOwnWords()
  const [busy, setBusy] = useState(false)
  const [name, setName] = useState('')
  const [slug, setSlug] = useState<string | null>(null)
  const [currency, setCurrency] = useState('EUR')

  const submit = async (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isComplete(event.currentTarget)) return
    const form = new FormData(event.currentTarget)
    const wish: SignUpWish = {
      slug: slug ?? addressFrom(name),
      name,
      email: String(form.get('email')).trim(),
      person: String(form.get('person')),
      currency,
      locale: i18n.locale,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      sample_data: form.get('sample') === 'on',
      ...(asked && { again: asked.again }),
    }
    await ask(wish)
  }
  const ask = async (wish: SignUpWish) => {
    setBusy(true)
    setErrors({})
    try {
      setAsked({ ...wish, ...(await signUp(wish)) })
      setMails((count) => count + 1)
    } catch (error) {
      setErrors(errorsOf(error, t`The server cannot be reached. Check your connection.`))
    }
    setBusy(false)
  }

  if (asked && mails > 0)
    return (
      <MailSent
        email={asked.email}
        isRepeated={mails > 1}
        busy={busy}
        error={Object.values(errors)[0]}
        onAgain={() => ask(asked)}
        onOther={() => {
          setErrors({})
          setMails(0)
        }}
      />
    )
  return (
    <EntryCard title={t`Make a workspace`} note={t`For your company, in a minute. Everything in it is yours.`}>
      <form onSubmit={submit} noValidate aria-labelledby="entry-title">
        {errors[''] && (
          <Alert color="red" mb="md" p="xs" role="alert" variant="light">
            {errors['']}
          </Alert>
        )}
        <TextInput
          name="company"
          label={t`Company`}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faults.company ?? errors.name}
          autoComplete="organization"
          required
          withAsterisk={false}
          autoFocus={asked === null}
          maxLength={200}
        />
        <AddressField
          value={slug ?? addressFrom(name)}
          isKept={(slug ?? addressFrom(name)) === asked?.slug}
          onChange={setSlug}
          error={faults.slug ?? errors.slug ?? ''}
        />
        <TextInput
          name="person"
          label={t`Your name`}
          defaultValue={asked?.person}
          autoComplete="name"
          error={faults.person ?? errors.person}
          mt="sm"
          required
          withAsterisk={false}
        />
        <TextInput
          name="email"
          type="email"
          label={t`Work e-mail`}
          defaultValue={asked?.email}
          autoFocus={asked !== null}
          error={faults.email ?? errors.email ?? errors.admin_email}
          autoComplete="email"
          required
          withAsterisk={false}
          mt="sm"
        />
        <CurrencyField value={currency} onChange={setCurrency} error={errors.currency ?? ''} />
        <Checkbox name="sample" mt="md" defaultChecked={asked?.sample_data ?? true} label={t`Begin with sample data`} />
        <Button type="submit" fullWidth mt="lg" size="md" loading={busy}>
          <Trans>Send me the link</Trans>
        </Button>
      </form>
      <p className={classes.after}>
        <Trans>
          You have one already? <a href="/sign-in">Sign in</a>
        </Trans>
      </p>
    </EntryCard>
  )
}

interface SentProps {
  email: string
  /** There is an earlier mail, whose link is good no longer. */
  isRepeated: boolean
  busy: boolean
  error: string | undefined
  onAgain: () => void
  onOther: () => void
}

function MailSent({ email, isRepeated, busy, error, onAgain, onOther }: SentProps) {
  const { t } = useLingui()
  return (
    <EntryCard title={t`Look into your mail`}>
      <p role="status">
        <Trans>
          We have sent a link to <strong>{email}</strong>. Open it to choose your password; your workspace is then made
          in seconds. The link is good for 24 hours.
        </Trans>
      </p>
      <p role="status">
        {isRepeated ? (
          <Trans>Sent once more. The link in the earlier mail is no longer good.</Trans>
        ) : (
          <Trans>Nothing there after some minutes? Look among the unwanted mails, or have it sent once more.</Trans>
        )}
      </p>
      {error && (
        <Alert color="red" mt="md" p="xs" role="alert" variant="light">
          {error}
        </Alert>
      )}
      <Button variant="default" fullWidth mt="lg" loading={busy} onClick={onAgain}>
        <Trans>Send the link once more</Trans>
      </Button>
      <Button variant="subtle" fullWidth mt="xs" onClick={onOther}>
        <Trans>Use another e-mail address</Trans>
      </Button>
    </EntryCard>
  )
}

interface AddressProps {
  value: string
  /** Kept for whoever asks here: it was asked for before. */
  isKept?: boolean
  onChange: (slug: string) => void
  error: string
}

/** The workspace's name in addresses, and whether it can be had. */
export function AddressField({ value, isKept = false, onChange, error }: AddressProps) {
  const { t } = useLingui()
  const asked = useDebounced(value, 300)
  const { data } = useQuery({
    queryKey: ['sign-up', 'address', asked],
    queryFn: ({ signal }) => checkAddress(asked, signal),
    enabled: asked.length > 1 && !isKept,
    retry: false,
  })
  const current = asked === value && !isKept ? data : undefined
  const host = `${value || t`address`}.${signUpHost()}`
  return (
    <TextInput
      name="slug"
      label={t`Address`}
      description={current?.free ? t`${host} is free.` : host}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.toLowerCase())}
      error={error || (current && !current.free ? current.message : null)}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      required
      withAsterisk={false}
      mt="sm"
      maxLength={40}
    />
  )
}

function CurrencyField({ value, onChange, error }: { value: string; onChange: (code: string) => void; error: string }) {
  const { t, i18n } = useLingui()
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.locale, { type: 'currency' })
    return Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }))
  }, [i18n.locale])
  return (
    <Select
      label={t`Currency`}
      data={options}
      value={value}
      onChange={(next) => next && onChange(next)}
      error={error || null}
      searchable
      limit={50}
      allowDeselect={false}
      nothingFoundMessage={t`Nothing found.`}
      mt="sm"
    />
  )
}
