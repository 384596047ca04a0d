import { Plural, Trans } from '@lingui/react/macro'
import IconCloudCheck from '@tabler/icons-react/dist/esm/icons/IconCloudCheck.mjs'
import IconCloudOff from '@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs'
import IconCloudUp from '@tabler/icons-react/dist/esm/icons/IconCloudUp.mjs'
import IconRefresh from '@tabler/icons-react/dist/esm/icons/IconRefresh.mjs'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMe } from '@/shared/api/me'
import { lastHeard, online } from '@/shared/lib/connection'
import { useFormat } from '@/shared/lib/format'
import { dateTimeFormat } from '@/shared/lib/intl'
import { useStore } from '@/shared/lib/store'
import { waitingEdits } from '@/shared/offline/waiting'
import { whenShown } from '@/shared/on-use/on-use'
import { allSaved, waitingOpen } from './edits'
import classes from './offline-status.module.css'
import { startOffline } from './start'
import { newVersion, registerWorker, takeNewVersion } from './worker'

const WaitingDialog = whenShown(() => import('./waiting-dialog').then((m) => m.WaitingDialog))
const ICON = { size: 16, stroke: 1.8, 'aria-hidden': true } as const

/** Tells of the connection, of changes that wait and of a newer version; keeps them going meanwhile. */
export function OfflineStatus({ onLeave }: { onLeave: () => void }) {
  const client = useQueryClient()
  const userId = useMe().user.id
  const { history } = useRouter()
  useEffect(() => {
    const made = (here: string, id: string) => {
      const address = history.location.href
      if (address.includes(here)) history.replace(address.replaceAll(here, id))
    }
    return startOffline(client, userId, onLeave, made)
  }, [client, userId, onLeave, history])
  useEffect(() => {
    // Without it the app works as before, with a connection.
    registerWorker().catch(() => undefined)
  }, [])
  const open = useStore(waitingOpen)
  return (
    <>
      <Connection />
      <Version />
      {open && <WaitingDialog onClose={() => waitingOpen.set(false)} />}
    </>
  )
}

export function Connection() {
  const { locale } = useFormat()
  const isOnline = useStore(online)
  const edits = useStore(waitingEdits)
  const saved = useStore(allSaved)
  const stuck = edits.filter((edit) => edit.state !== 'waiting').length
  if (!isOnline) {
    const at = dateTimeFormat(locale, timeStyle(lastHeard())).format(lastHeard())
    return (
      <div className={classes.bar}>
        <IconCloudOff {...ICON} />
        <span>
          <Trans>You are offline. You see what was loaded at {at}.</Trans>
        </span>
        {edits.length > 0 && <Count count={edits.length} />}
      </div>
    )
  }
  if (stuck > 0)
    return (
      <div className={classes.bar}>
        <IconCloudOff {...ICON} />
        <Plural value={stuck} one="# change could not be saved." other="# changes could not be saved." />
        <button type="button" className={classes.button} onClick={() => waitingOpen.set(true)}>
          <Trans>Decide</Trans>
        </button>
      </div>
    )
  if (edits.length > 0)
    return (
      <div className={classes.bar}>
        <IconCloudUp {...ICON} />
        <Plural value={edits.length} one="Sending # change …" other="Sending # changes …" />
      </div>
    )
  return (
    saved && (
      <div className={classes.bar} data-good>
        <IconCloudCheck {...ICON} />
        <Trans>All changes saved</Trans>
      </div>
    )
  )
}

/** Today the hour is enough. */
const timeStyle = (at: number): Intl.DateTimeFormatOptions =>
  new Date(at).toDateString() === new Date().toDateString()
    ? { hour: '2-digit', minute: '2-digit' }
    : { dateStyle: 'medium', timeStyle: 'short' }

function Count({ count }: { count: number }) {
  return (
    <button type="button" className={classes.button} onClick={() => waitingOpen.set(true)}>
      <Plural value={count} one="# change waits" other="# changes wait" />
    </button>
  )
}

function Version() {
  if (useStore(newVersion) === null) return null
  return (
    <div className={classes.bar} data-good>
      <IconRefresh {...ICON} />
      <Trans>A new version is ready.</Trans>
      <button type="button" className={classes.button} onClick={takeNewVersion}>
        <Trans>Reload</Trans>
      </button>
    </div>
  )
}
