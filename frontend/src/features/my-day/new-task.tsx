import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { ACTIVITIES } from '@/shared/activities/activity'
import { addDays, atMinutes, EVENING, mondayOf } from '@/shared/activities/days'
import { useMe } from '@/shared/api/me'
import { recordKeys } from '@/shared/api/records'
import { makeRecord } from '@/shared/offline/make'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import classes from './my-day.module.css'

const LAST_MINUTE = 24 * 60 - 1

interface Props {
  day: string
  timeZone: string
  input: RefObject<HTMLInputElement | null>
}

function dueAt(day: string, when: string, timeZone: string) {
  const chosen = { today: day, tomorrow: addDays(day, 1), week: addDays(mondayOf(day), 7) }[when] ?? day
  const evening = atMinutes(chosen, EVENING, timeZone)
  return Date.parse(evening) > Date.now() ? evening : atMinutes(chosen, LAST_MINUTE, timeZone)
}

/** A task in one line: write, Enter, and the next. */
export function NewTask({ day, timeZone, input }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { id, name } = useMe().user
  const me = { id, name }
  const [subject, setSubject] = useState('')
  const [when, setWhen] = useState('today')
  const create = useMutation({
    mutationFn: () => {
      const values = { kind: 'task', subject: subject.trim(), due_at: dueAt(day, when, timeZone), owner: me }
      return makeRecord({ object: ACTIVITIES, titleField: 'subject', values })
    },
    onSuccess: ({ record, waits }) => {
      setSubject('')
      forgetFailure('new task')
      if (waits) return announce(t`Kept on this device until the connection is back`)
      announce(t`Created: ${String(record.subject ?? '')}`)
      return client.invalidateQueries({ queryKey: recordKeys.object(ACTIVITIES) })
    },
    onError: (error) => tellFailure('new task', t`Not saved`, error),
  })
  return (
    <form
      className={classes.newTask}
      onSubmit={(event) => {
        event.preventDefault()
        if (subject.trim() && !create.isPending) create.mutate()
      }}
    >
      <TextInput
        ref={input}
        aria-label={t`New task`}
        placeholder={t`New task, then Enter`}
        leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
        value={subject}
        maxLength={255}
        onChange={(event) => setSubject(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <NativeSelect
        aria-label={t`Due`}
        data={[
          { value: 'today', label: t`Today` },
          { value: 'tomorrow', label: t`Tomorrow` },
          { value: 'week', label: t`Next week` },
        ]}
        value={when}
        onChange={(event) => setWhen(event.currentTarget.value)}
      />
    </form>
  )
}
