import { useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, SegmentedControl, Switch, TextInput } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useObject } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { recordKeys } from '@/shared/api/records'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import { isFocusFree } from '@/shared/lib/focus'
import type { Format } from '@/shared/lib/format'
import { shownTitle } from '@/shared/lib/record-value'
import { useStore } from '@/shared/lib/store'
import { useStored } from '@/shared/lib/use-stored'
import { makeRecord } from '@/shared/offline/make'
import { onUse } from '@/shared/on-use/on-use'
import { modKey } from '@/shared/shortcuts/registry'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { type Draft, EMPTY_DRAFT, type LogKind, namesPeople, toActivity } from './activity-draft'
import classes from './composer.module.css'
import { composing } from './composing'
import { MentionTextarea } from './mention-textarea'
import { timelineKey } from './timeline-query'

const DateField = onUse(() => import('@/shared/fields/date-field').then((m) => m.DateField))

interface Props {
  object: ObjectType
  record: CrmRecord
  /** The activity's field that refers to this record. */
  link: string
  format: Format
}

/** Logs a note, call, e-mail, meeting or task; what is half written of each stays in this browser until it is sent. */
export function Composer({ object, record, link, format }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const me = useMe()
  const place = `${me.user.id}:draft:${record.id}`
  const [kind, setKind] = useStored<LogKind>(`${place}:kind`, 'note')
  const [draft, setDraft] = useStored<Draft>(`${place}:${kind}`, EMPTY_DRAFT)
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const isNote = kind === 'note'
  const mayHide = useObject('activities')?.fields.find((field) => field.name === 'is_private')?.access === 'write'
  const ready = isNote ? draft.body.trim() !== '' : draft.subject.trim() !== ''

  const form = useRef<HTMLFormElement>(null)
  const wanted = useStore(composing) === record.id
  useEffect(() => {
    if (!wanted) return
    composing.set(null)
    setKind('note')
    form.current?.querySelector('textarea')?.focus()
  }, [wanted, setKind])

  const send = useMutation({
    mutationFn: () => {
      const about = { id: record.id, name: shownTitle(record, object) }
      const owner = { id: me.user.id, name: me.user.name }
      const values = { ...toActivity(kind, draft), [link]: about, owner }
      return makeRecord({ object: 'activities', titleField: 'subject', values })
    },
    onSuccess: ({ waits }) => {
      setDraft(undefined)
      forgetFailure(`entry ${record.id}`)
      // *Add* has nothing to add now and can't keep the focus. Not to the text: on a phone its keyboard would come up.
      if (isFocusFree()) form.current?.querySelector<HTMLElement>('input[type=radio]:checked')?.focus()
      if (waits) return announce(t`Kept on this device until the connection is back`)
      announce(t`Added to the timeline`)
      client.invalidateQueries({ queryKey: timelineKey(object.name, record.id) })
      client.invalidateQueries({ queryKey: recordKeys.object('activities') })
      client.invalidateQueries({ queryKey: recordKeys.one(object.name, record.id) })
    },
    onError: (error) => tellFailure(`entry ${record.id}`, t`Not saved`, error),
  })
  const labels: Record<LogKind, string> = {
    note: t`Note`,
    call: t`Call`,
    email: t`E-mail`,
    meeting: t`Meeting`,
    task: t`Task`,
  }
  return (
    <form
      ref={form}
      className={classes.root}
      aria-label={t`Add to the timeline`}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !send.isPending) send.mutate()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      <SegmentedControl
        size="xs"
        aria-label={t`Kind of entry`}
        data={Object.entries(labels).map(([value, label]) => ({ value, label }))}
        value={kind}
        onChange={(next) => setKind(next as LogKind)}
      />
      {!isNote && (
        <TextInput
          aria-label={t`Subject`}
          placeholder={kind === 'task' ? t`What is to be done?` : t`What was it about?`}
          value={draft.subject}
          onChange={(event) => change({ subject: event.currentTarget.value })}
        />
      )}
      <MentionTextarea
        path={`/${object.name}/${record.id}/`}
        label={isNote ? t`Note` : t`Details`}
        placeholder={isNote ? t`Write a note… @ names people` : t`Details (optional)`}
        minRows={isNote ? 2 : 1}
        value={draft.body}
        disabled={draft.onlyMe ?? false}
        onChange={(body) => change({ body })}
        onMention={(person, body) => change({ body, mentions: [...(draft.mentions ?? []), person] })}
      />
      {draft.onlyMe && namesPeople(draft) && (
        <p role="status" className={classes.unheard}>{t`Only you see this: whoever is named in it is not told.`}</p>
      )}
      <Group justify="space-between" gap="xs">
        <div className={classes.extra}>
          {(kind === 'call' || kind === 'email') && (
            <NativeSelect
              size="xs"
              aria-label={t`Direction`}
              data={[
                { value: 'outbound', label: kind === 'call' ? t`Outgoing call` : t`Sent` },
                { value: 'inbound', label: kind === 'call' ? t`Incoming call` : t`Received` },
              ]}
              value={draft.direction}
              onChange={(event) => change({ direction: event.currentTarget.value })}
            />
          )}
          {(kind === 'task' || kind === 'meeting') && (
            <DateField
              withTime
              format={format}
              aria-label={kind === 'task' ? t`Due` : t`Starts`}
              placeholder={kind === 'task' ? t`Due` : t`Starts`}
              value={draft.at}
              onChange={(at) => change({ at })}
            />
          )}
          {mayHide && (
            <Switch
              size="xs"
              label={t`Only me`}
              thumbIcon={draft.onlyMe ? <IconLock size={10} aria-hidden /> : undefined}
              checked={draft.onlyMe ?? false}
              onChange={(event) => change({ onlyMe: event.currentTarget.checked })}
            />
          )}
        </div>
        <Button type="submit" size="compact-md" disabled={!ready} loading={send.isPending} title={`${modKey}+Enter`}>
          {t`Add`}
        </Button>
      </Group>
    </form>
  )
}
