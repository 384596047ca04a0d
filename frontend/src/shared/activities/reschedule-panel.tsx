import '@mantine/dates/styles.css'
import 'dayjs/locale/de'
import { useLingui } from '@lingui/react/macro'
import { Button, Stack } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { today } from '@/shared/lib/dates'
import { dateTimeFormat } from '@/shared/lib/intl'
import { DropPanel } from '@/shared/on-use/drop-panel'
import type { Dropped } from '@/shared/on-use/use-drop'
import { addDays, mondayOf } from './days'
import type { RescheduleProps } from './reschedule-menu'

export function ReschedulePanel({ format, onDay, ...drop }: Omit<RescheduleProps, 'children'> & Dropped) {
  const { t } = useLingui()
  const [choosing, setChoosing] = useState(false)
  const now = today(format.timeZone)
  const offered: [string, string][] = [
    [t`Today`, now],
    [t`Tomorrow`, addDays(now, 1)],
    [t`Next week`, addDays(mondayOf(now), 7)],
  ]
  const choose = (day: string) => {
    drop.onClose()
    onDay(day)
  }
  const dayName = dateTimeFormat(format.locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  return (
    <DropPanel {...drop} label={t`To which day`} position="bottom-end">
      {choosing ? (
        <DatePicker
          aria-label={t`Another day`}
          locale={format.locale.slice(0, 2)}
          firstDayOfWeek={format.firstWeekday}
          hideOutsideDates
          ariaLabels={{ nextMonth: t`Next month`, previousMonth: t`Previous month` }}
          onChange={(day) => day && choose(day.slice(0, 10))}
        />
      ) : (
        <Stack gap={2} w={210}>
          {offered.map(([label, day]) => (
            <Button
              key={label}
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              justify="space-between"
              rightSection={<span style={{ fontSize: 12 }}>{dayName.format(new Date(`${day}T00:00:00Z`))}</span>}
              onClick={() => choose(day)}
            >
              {label}
            </Button>
          ))}
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            justify="flex-start"
            onClick={() => setChoosing(true)}
          >{t`Another day…`}</Button>
        </Stack>
      )}
    </DropPanel>
  )
}
