import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, SegmentedControl, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import type { Reference } from '@/shared/api/types'
import { ReferencePicker } from '@/shared/fields/reference-picker'
import { fromWallClock, toWallClock } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { whenShown } from '@/shared/on-use/on-use'
import { announce } from '@/shared/ui/announce'
import classes from './access.module.css'
import { type Share, type ShareList, share as send } from './access-api'

const DateField = whenShown(() => import('@/shared/fields/date-field').then((m) => m.DateField))

interface Props {
  object: string
  id: string
  format: Format
  /** The share to change; without one, a new one. */
  share?: Share
  onDone: (list: ShareList) => void
  onCancel?: () => void
}

const ENDS_AT = '23:59:59'

/** Gives the record to a user or a team, to see or to change, for good or until the end of a day. */
export function ShareForm({ object, id, format, share, onDone, onCancel }: Props) {
  const { t } = useLingui()
  const [kind, setKind] = useState<'user' | 'team'>(share?.team ? 'team' : 'user')
  const [holder, setHolder] = useState<Reference | null>(share?.user ?? share?.team ?? null)
  const [access, setAccess] = useState(share?.access === 'write' ? 'write' : 'read')
  const [day, setDay] = useState(share?.expires_at ? toWallClock(share.expires_at, format.timeZone).slice(0, 10) : null)
  const give = useMutation({
    mutationFn: () =>
      send(object, id, {
        [kind]: holder?.id ?? '',
        access: access as 'read' | 'write',
        expires_at: day ? fromWallClock(`${day} ${ENDS_AT}`, format.timeZone) : null,
      }),
    onSuccess: (list) => {
      announce(t`Shared with ${holder?.name ?? ''}`)
      onDone(list)
    },
  })
  const errors = isProblem(give.error) ? give.error.errors : []
  const errorOf = (...fields: string[]) => errors.find((one) => fields.includes(one.field))?.message
  const other = isProblem(give.error) && errors.length === 0 ? give.error.detail : ''
  return (
    <form
      className={classes.form}
      aria-label={share ? t`Change the share` : t`Share with someone`}
      onSubmit={(event) => {
        event.preventDefault()
        if (holder && !give.isPending) give.mutate()
      }}
    >
      {other && (
        <Alert color="red" variant="light" role="alert" mb="sm">
          {other}
        </Alert>
      )}
      {!share && (
        <div className={classes.holder}>
          <SegmentedControl
            size="xs"
            aria-label={t`With whom`}
            data={[
              { value: 'user', label: t`A person` },
              { value: 'team', label: t`A team` },
            ]}
            value={kind}
            onChange={(next) => {
              setKind(next as 'user' | 'team')
              setHolder(null)
            }}
          />
          <ReferencePicker
            target={kind === 'user' ? 'users' : 'teams'}
            label={kind === 'user' ? t`Person` : t`Team`}
            value={holder}
            error={errorOf('user', 'team')}
            onChange={setHolder}
          />
        </div>
      )}
      <div className={classes.terms}>
        <Select
          label={share ? t`${holder?.name ?? ''} may` : t`They may`}
          data={[
            { value: 'read', label: t`See it` },
            { value: 'write', label: t`See and change it` },
          ]}
          value={access}
          allowDeselect={false}
          error={errorOf('access')}
          onChange={(next) => setAccess(next ?? 'read')}
        />
        <DateField
          withTime={false}
          format={format}
          label={t`Until (optional)`}
          value={day}
          error={errorOf('expires_at')}
          onChange={setDay}
        />
      </div>
      <Group justify="flex-end" gap="xs" mt="sm">
        {onCancel && (
          <Button size="compact-md" variant="default" onClick={onCancel}>
            {t`Cancel`}
          </Button>
        )}
        <Button type="submit" size="compact-md" disabled={!holder} loading={give.isPending}>
          {share ? t`Save` : t`Share`}
        </Button>
      </Group>
    </form>
  )
}
