import '@mantine/dates/styles.css'
import 'dayjs/locale/de'
import { useLingui } from '@lingui/react/macro'
import { Button, Popover, Stack } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { cloneElement, type ReactElement, useState } from 'react'
import { today } from '@/shared/lib/dates'
import type { Format } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { addDays, mondayOf } from './days'

interface Props {
  format: Format
  /** The button that opens the choice. */
  children: ReactElement<{ onClick?: () => void }>
  onDay: (day: string) => void
}

/** To today, tomorrow, next week, or a day of one's choice. */
export function RescheduleMenu({ format, children, onDay }: Props) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const now = today(format.timeZone)
  const offered: [string, string][] = [
    [t`Today`, now],
    [t`Tomorrow`, addDays(now, 1)],
    [t`Next week`, addDays(mondayOf(now), 7)],
  ]
  const open = (next: boolean) => {
    setOpened(next)
    if (next) setChoosing(false)
  }
  const choose = (day: string) => {
    open(false)
    onDay(day)
  }
  const dayName = dateTimeFormat(format.locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  return (
    <Popover opened={opened} onChange={open} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>{cloneElement(children, { onClick: () => open(!opened) })}</Popover.Target>
      <Popover.Dropdown aria-label={t`To which day`} p={choosing ? 'sm' : 6}>
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
      </Popover.Dropdown>
    </Popover>
  )
}
