import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import IconCloudOff from '@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconMoodEmpty from '@tabler/icons-react/dist/esm/icons/IconMoodEmpty.mjs'
import { isProblem } from '@/shared/api/problem'
import { online } from '@/shared/lib/connection'
import { useStore } from '@/shared/lib/store'
import { StateMessage } from './state-message'

interface Wording {
  title: string
  text: string
  icon: typeof IconLock
  retry: boolean
}

export function useProblemWording(): (error: unknown) => Wording {
  const { t } = useLingui()
  const isOnline = useStore(online)
  return (error) => {
    if (!isProblem(error))
      return { title: t`Something went wrong`, text: t`Please try again.`, icon: IconAlertTriangle, retry: true }
    if (error.isOffline && !isOnline)
      return {
        title: t`Not seen on this device yet`,
        text: t`You are offline. This is loaded when the connection is back.`,
        icon: IconCloudOff,
        retry: true,
      }
    if (error.isOffline)
      return {
        title: t`The server cannot be reached`,
        text: t`Check your connection, then try again.`,
        icon: IconCloudOff,
        retry: true,
      }
    if (error.status === 403)
      return {
        title: t`You do not have access to this`,
        text: error.detail || t`Ask an administrator if you need it.`,
        icon: IconLock,
        retry: false,
      }
    if (error.status === 404)
      return {
        title: t`This does not exist`,
        text: t`It may have been deleted, or you may not see it.`,
        icon: IconMoodEmpty,
        retry: false,
      }
    if (error.status === 400 && error.errors[0]?.code === 'unknown_field')
      return {
        title: t`This uses a field that you can't see`,
        text: t`It was deleted, or your role does not show it.`,
        icon: IconLock,
        retry: false,
      }
    if (error.status === 400)
      return {
        title: t`This cannot be shown as asked for`,
        text: error.errors[0]?.message || error.detail || t`Please try again.`,
        icon: IconAlertTriangle,
        retry: false,
      }
    return {
      title: error.title || t`Something went wrong`,
      text: error.detail || t`Please try again.`,
      icon: IconAlertTriangle,
      retry: true,
    }
  }
}

interface Props {
  error: unknown
  onRetry?: () => void
  /** Shows it without what the address asks for in particular, where that is what fails. */
  onReset?: (() => void) | undefined
  heading?: 'h1' | 'h2'
}

/** A failed request where its content would have been. */
export function ProblemMessage({ error, onRetry, onReset, heading }: Props) {
  const { t } = useLingui()
  const { title, text, icon: Icon, retry } = useProblemWording()(error)
  const resets = onReset && (isProblem(error, 400) || isProblem(error, 404))
  return (
    <StateMessage
      role="alert"
      {...(heading ? { heading } : {})}
      icon={<Icon size={22} stroke={1.6} aria-hidden />}
      title={title}
      action={
        resets ? (
          <Button variant="default" onClick={onReset}>{t`Reset the view`}</Button>
        ) : (
          retry && onRetry && <Button variant="default" onClick={onRetry}>{t`Try again`}</Button>
        )
      }
    >
      {text}
    </StateMessage>
  )
}
