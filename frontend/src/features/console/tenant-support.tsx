import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Checkbox, Select, Skeleton, Stack, Text } from '@mantine/core'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/operator-schema'
import { useFormat } from '@/shared/lib/format'
import { useDebounced } from '@/shared/lib/use-debounced'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { SupportSessions } from '@/shared/ui/support-sessions'
import { type Tenant, useConsoleWrite } from './console-api'
import { Panel } from './panel'
import { useConsoleAct } from './use-console-act'

type Facts = components['schemas']['SupportFacts']
type Opened = components['schemas']['SupportOpened']

const factsQuery = (slug: string, search: string) =>
  queryOptions({
    queryKey: ['console', 'support', slug, search],
    queryFn: ({ signal }) => get<Facts>(`/operator/tenants/${slug}/support/`, { search }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000, // they are asked for their consent meanwhile
  })

/** Signing in as one of the tenant's users, and who did. */
export function TenantSupport({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const query = useQuery(factsQuery(tenant.slug, useDebounced(typed)))
  const act = useConsoleAct()
  if (query.isPending) return <Skeleton height={240} radius="md" />
  if (!query.data) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  const facts = query.data
  return (
    <>
      <Panel title={t`Sign in as a user`}>
        <ConsentText facts={facts} />
        {!tenant.is_operators && (facts.consent || facts.without_consent) && (
          <OpenForm tenant={tenant} facts={facts} onSearch={setTyped} />
        )}
      </Panel>
      <Panel title={t`Support sessions`}>
        <SupportSessions
          sessions={facts.sessions}
          busy={act.isPending}
          onEnd={(id) => act.mutate({ method: 'POST', path: `/tenants/${tenant.slug}/support/${id}/end/` })}
        />
      </Panel>
    </>
  )
}

function ConsentText({ facts: { consent, without_consent } }: { facts: Facts }) {
  const { t } = useLingui()
  const format = useFormat()
  if (consent)
    return (
      <Text size="sm" mb="sm">
        {consent.writes
          ? t`${consent.given_by} allowed support to look and to change records until ${format.moment(consent.until)}.`
          : t`${consent.given_by} allowed support to look until ${format.moment(consent.until)}.`}
      </Text>
    )
  return (
    <Text size="sm" mb={without_consent ? 'sm' : 0}>
      {without_consent
        ? t`The tenant has not allowed support to sign in. This installation lets you in for a reason, to look only.`
        : t`The tenant has not allowed support to sign in. Its administrators do so under Settings, Support access.`}
    </Text>
  )
}

function OpenForm({ tenant, facts, onSearch }: { tenant: Tenant; facts: Facts; onSearch: (text: string) => void }) {
  const { t } = useLingui()
  const write = useConsoleWrite<Opened>()
  const [user, setUser] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [writes, setWrites] = useState(false)
  const open = () =>
    write.mutate(
      { method: 'POST', path: `/tenants/${tenant.slug}/support/`, body: { user, reason: reason.trim(), writes } },
      { onSuccess: ({ address }) => location.assign(address) },
    )
  const error = formError(write.error, ['user', 'reason'])
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        open()
      }}
    >
      <Stack gap="sm" maw={460}>
        {error && (
          <Alert color="red" variant="light" role="alert">
            {error}
          </Alert>
        )}
        <Select
          label={t`User`}
          placeholder={t`Search by name or e-mail`}
          searchable
          filter={({ options }) => options}
          data={facts.users.map(({ id, name, email }) => ({ value: id, label: name ? `${name} (${email})` : email }))}
          value={user}
          error={fieldError(write.error, 'user')}
          onSearchChange={onSearch}
          onChange={setUser}
        />
        <GrowingTextarea
          label={t`Reason`}
          description={t`Both audit trails keep it, and the tenant reads it.`}
          value={reason}
          required
          withAsterisk={false}
          maxLength={500}
          minRows={2}
          error={fieldError(write.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {facts.consent?.writes && (
          <Checkbox
            label={t`I need to change records`}
            checked={writes}
            onChange={(event) => setWrites(event.currentTarget.checked)}
          />
        )}
        <div>
          <Button type="submit" loading={write.isPending} disabled={!user || !reason.trim()}>
            {t`Sign in for ${facts.minutes} minutes`}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
