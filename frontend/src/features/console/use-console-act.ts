import { useLingui } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { isProblem } from '@/shared/api/problem'
import { useConsoleWrite } from './console-api'

/** A write without a form: its refusal is shown as a message. */
export function useConsoleAct<T = unknown>() {
  const { t } = useLingui()
  const write = useConsoleWrite<T>()
  const mutate: typeof write.mutate = (wanted, options) =>
    write.mutate(wanted, {
      ...options,
      onError: (error) =>
        notifications.show({
          color: 'red',
          title: t`Not done`,
          message: isProblem(error) ? error.detail || error.title : '',
        }),
    })
  return { ...write, mutate }
}
