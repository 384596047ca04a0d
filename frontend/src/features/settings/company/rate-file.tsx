import { useLingui } from '@lingui/react/macro'
import { Alert, Button, FileButton, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { useSettingsWrite } from '../settings-api'
import { RateHeld } from './rate-held'

const MOST = 1_000_000
const SHOWN = 5

/** Rates from a file with the columns day, currency and rate: all of them, or none. */
export function RateFile({ base }: { base: string }) {
  const { t } = useLingui()
  const write = useSettingsWrite<{ count: number }>({ quiet: true })
  const [asked, setAsked] = useState('')
  const isHeld = isProblem(write.error, 409)
  const read = async (file: File) => {
    if (file.size > MOST) {
      notifications.show({ color: 'red', title: t`Not read`, message: t`A file of rates has up to 1 MB.` })
      return
    }
    const csv = await file.text()
    setAsked(csv)
    enter(csv, false)
  }
  const enter = (csv: string, replace: boolean) =>
    write.mutate(
      { method: 'POST', path: '/exchange-rates/', body: { csv, replace } },
      { onSuccess: ({ count }) => notifications.show({ message: t`Rates entered: ${count}`, autoClose: 4000 }) },
    )
  const errors = isProblem(write.error) ? write.error.errors : []
  const rowOf = (field: string) => Number(field.split('.')[1] ?? 0) + 2
  return (
    <div>
      <Group gap="sm">
        <FileButton accept=".csv,text/csv" onChange={(file) => file && void read(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-sm"
              loading={write.isPending}
            >{t`From a CSV file …`}</Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">{t`Columns: day (2026-01-31), currency, rate in ${base}`}</Text>
      </Group>
      {isHeld && <RateHeld error={write.error} label={t`Replace what is there`} onReplace={() => enter(asked, true)} />}
      {write.isError && !isHeld && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {isProblem(write.error) ? write.error.detail || write.error.title : ''}
          {errors.slice(0, SHOWN).map((one) => (
            <div key={one.field}>
              {one.field.startsWith('rates.') ? t`Line ${rowOf(one.field)}: ${one.message}` : one.message}
            </div>
          ))}
        </Alert>
      )}
    </div>
  )
}
