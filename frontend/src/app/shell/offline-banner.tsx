import { Trans } from '@lingui/react/macro'
import IconCloudOff from '@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs'
import { useSyncExternalStore } from 'react'
import classes from './shell.module.css'

function subscribe(listener: () => void) {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <div role="status">
      {!online && (
        <div className={classes.offline}>
          <IconCloudOff size={16} stroke={1.8} aria-hidden />
          <Trans>You are offline. What is on the screen may be out of date, and changes cannot be saved.</Trans>
        </div>
      )}
    </div>
  )
}
