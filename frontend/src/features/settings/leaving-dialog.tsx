import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Alert, Checkbox, Select, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { useUndo } from '@/shared/undo/use-undo'
import { fieldError, formError, settingsQuery, type User, useSettingsWrite } from './settings-api'

type Belongings = components['schemas']['UserRecords']
type HandedOver = components['schemas']['HandedOver']

interface Props {
  user: User
  /** Also deactivates the user; handing over is then offered, not asked for. */
  leaves: boolean
  onClose: () => void
}

/** Gives all that somebody owns to somebody else, and lets them go if they leave. */
export function LeavingDialog({ user, leaves, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const { offer } = useUndo()
  const write = useSettingsWrite<HandedOver>({ quiet: true })
  const users = useQuery(settingsQuery('users'))
  const [to, setTo] = useState<string | null>(null)
  const [kept, setKept] = useState<string[]>([])
  const [moves, setMoves] = useState(true)
  const [givesViews, setGivesViews] = useState(true)
  const belongings = useQuery({
    queryKey: ['settings', 'belongings', user.id, to],
    queryFn: ({ signal }) => get<Belongings>(`/users/${user.id}/records/`, { to }, signal),
    placeholderData: (former) => former,
  })
  const views = belongings.data?.shared_views ?? []
  const ownsRecords = (belongings.data?.results.length ?? 0) > 0
  const owns = ownsRecords || views.length > 0
  const handsOver = owns && (moves || !leaves)
  const rereadRecords = () => {
    for (const key of ['records', 'board', 'settings', 'timeline', 'views'])
      client.invalidateQueries({ queryKey: [key] })
  }
  const told = (done: HandedOver) => {
    const taker = users.data?.find((one) => one.id === to)?.name ?? ''
    const label =
      done.total > 0
        ? plural(done.total, {
            one: `# record handed over to ${taker}`,
            other: `# records handed over to ${taker}`,
          })
        : plural(done.shared_views.length, {
            one: `# shared view handed over to ${taker}`,
            other: `# shared views handed over to ${taker}`,
          })
    rereadRecords()
    if (done.job)
      notifications.show({ message: t`The records are being handed over to ${taker}. This may take a while.` })
    else if (done.undo) offer({ token: done.undo, label, onUndone: rereadRecords })
  }
  const submit = () => {
    if (!handsOver) {
      write.mutate({ method: 'PATCH', path: `/users/${user.id}/`, body: { active: false } }, { onSuccess: onClose })
      return
    }
    const chosen = belongings.data?.results.map((one) => one.object).filter((one) => !kept.includes(one))
    const body = {
      to: to ?? '',
      deactivate: leaves,
      shared_views: givesViews,
      ...(kept.length > 0 ? { objects: chosen } : {}),
    }
    write.mutate(
      { method: 'POST', path: `/users/${user.id}/hand-over/`, body },
      {
        onSuccess: (done) => {
          told(done)
          onClose()
        },
      },
    )
  }
  const name = user.name
  return (
    <FormDialog
      title={leaves ? t`Deactivate ${name}` : t`Hand over the records of ${name}`}
      submitLabel={!leaves ? t`Hand over` : handsOver ? t`Hand over and deactivate` : t`Deactivate`}
      disabled={(handsOver && to === null) || (!leaves && !owns)}
      busy={write.isPending}
      error={formError(write.error, ['to'])}
      onSubmit={submit}
      onClose={onClose}
    >
      {leaves && <Text size="sm">{t`Their sessions and keys end at once. Their name stays in every history.`}</Text>}
      {belongings.isPending && <Skeleton height={90} radius="md" />}
      {belongings.isError && <ProblemMessage error={belongings.error} onRetry={() => belongings.refetch()} />}
      {belongings.data && !owns && <Text size="sm">{t`${name} owns no records and no shared views.`}</Text>}
      {leaves && owns && (
        <Switch
          label={ownsRecords ? t`Hand over their records` : t`Hand over their shared views`}
          description={
            ownsRecords
              ? t`Otherwise the records stay with a user who no longer signs in.`
              : t`Otherwise they stay with a user who no longer signs in.`
          }
          checked={moves}
          onChange={(event) => setMoves(event.currentTarget.checked)}
        />
      )}
      {handsOver && belongings.data && (
        <>
          <Select
            label={t`New owner`}
            data={(users.data ?? [])
              .filter((one) => one.active && one.id !== user.id)
              .map((one) => ({ value: one.id, label: one.name }))}
            value={to}
            searchable
            data-autofocus
            error={fieldError(write.error, 'to')}
            onChange={setTo}
          />
          {ownsRecords && <WhatMoves belongings={belongings.data} kept={kept} onKept={setKept} />}
          {views.length > 0 && (
            <Checkbox
              size="sm"
              label={t`Shared views (${format.number(views.length)})`}
              description={views.map((view) => view.name).join(', ')}
              checked={givesViews}
              onChange={(event) => setGivesViews(event.currentTarget.checked)}
            />
          )}
        </>
      )}
      {belongings.data && leaves && <WebhooksTold belongings={belongings.data} />}
      {belongings.data && <TeamsTold belongings={belongings.data} />}
    </FormDialog>
  )
}

interface MovesProps {
  belongings: Belongings
  kept: string[]
  onKept: (objects: string[]) => void
}

function WhatMoves({ belongings, kept, onKept }: MovesProps) {
  const { t } = useLingui()
  const format = useFormat()
  const blind = belongings.results.filter((one) => !one.reaches && !kept.includes(one.object)).map((one) => one.label)
  return (
    <>
      <Checkbox.Group
        label={t`What moves`}
        description={t`Records in the Trash move too. Private notes stay with their author.`}
        value={belongings.results.map((one) => one.object).filter((one) => !kept.includes(one))}
        onChange={(chosen) =>
          onKept(belongings.results.map((one) => one.object).filter((one) => !chosen.includes(one)))
        }
      >
        <Stack gap={6} mt={8}>
          {belongings.results.map((one) => (
            <Checkbox
              key={one.object}
              value={one.object}
              size="sm"
              label={one.count === null ? one.label : `${one.label} (${format.number(one.count)})`}
              description={one.movable ? undefined : t`Your roles do not let you hand these over.`}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      {blind.length > 0 && (
        <Alert color="orange" variant="light">
          {t`The new owner's roles do not let them see: ${blind.join(', ')}.`}
        </Alert>
      )}
    </>
  )
}

/** They live by the leaver's rights; switched on again, they live by those of who does it. */
function WebhooksTold({ belongings }: { belongings: Belongings }) {
  const { t } = useLingui()
  if (belongings.webhooks.length === 0) return null
  const names = belongings.webhooks.map((one) => one.name).join(', ')
  return (
    <Alert color="orange" variant="light">
      {t`These webhooks go off with their rights: ${names}. Whoever switches one on again in Settings, Webhooks, lends it their own.`}
    </Alert>
  )
}

/** Memberships are left as they are, so somebody has to know of them. */
function TeamsTold({ belongings }: { belongings: Belongings }) {
  const { t } = useLingui()
  const names = (teams: { name: string | null }[]) => teams.map((team) => team.name).join(', ')
  if (belongings.teams.length === 0 && belongings.managed_teams.length === 0) return null
  return (
    <Text size="sm" c="dimmed">
      {belongings.managed_teams.length > 0 && t`Leads the teams: ${names(belongings.managed_teams)}.`}{' '}
      {belongings.teams.length > 0 && t`Member of: ${names(belongings.teams)}.`}{' '}
      {t`Teams are not changed: see Settings, Teams.`}
    </Text>
  )
}
