import { useLingui } from '@lingui/react/macro'
import { Alert, Button, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { changePassword } from '@/shared/api/session'
import { SettingsPanel } from '../settings-panel'
import { useUnsaved } from '../unsaved'
import { sessionsKey } from './sessions-query'

export const LEAST = 10

/** What allauth says of one field, which it names `param`. */
const told = (error: unknown, param: string) =>
  isProblem(error) ? error.errors.find((one) => (one as { param?: string }).param === param)?.message : undefined

export function Password() {
  const { t } = useLingui()
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const change = useMutation({
    mutationFn: () => changePassword(current, wanted),
    onSuccess: () => {
      setCurrent('')
      setWanted('')
      client.invalidateQueries({ queryKey: sessionsKey })
      notifications.show({ message: t`Your password is changed. Your other sessions have ended.`, autoClose: 5000 })
    },
  })
  useUnsaved(current !== '' || wanted !== '')
  const error = change.error
  const elsewhere = error && !told(error, 'current_password') && !told(error, 'new_password')
  const visibility = { 'aria-label': t`Show or hide the password` }
  return (
    <SettingsPanel
      title={t`Password`}
      help={t`At least ${LEAST} characters; several words that you can remember are best. Changing it signs you out everywhere else.`}
      onSubmit={() => change.mutate()}
      footer={
        <Button
          type="submit"
          loading={change.isPending}
          disabled={!current || wanted.length < LEAST}
        >{t`Change the password`}</Button>
      }
    >
      {elsewhere && (
        <Alert color="red" variant="light" role="alert">
          {isProblem(error, 429)
            ? t`Too many attempts. Wait a few minutes, then try again.`
            : (isProblem(error) && (error.errors[0]?.message || error.detail)) || t`The password could not be changed.`}
        </Alert>
      )}
      <PasswordInput
        label={t`Current password`}
        autoComplete="current-password"
        value={current}
        error={told(error, 'current_password')}
        visibilityToggleButtonProps={visibility}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t`New password`}
        autoComplete="new-password"
        value={wanted}
        error={told(error, 'new_password')}
        visibilityToggleButtonProps={visibility}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
    </SettingsPanel>
  )
}
