import { Trans } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { creatingTenant } from '@/features/console/creating-tenant'
import { editConflict } from '@/features/records/edit-conflict'
import { meQuery, useFlag, useMe } from '@/shared/api/me'
import { withConsoleTexts, withLaterTexts } from '@/shared/i18n/activate'
import { createRequest } from '@/shared/lib/create-request'
import { useStore } from '@/shared/lib/store'
import { onUse, whenShown } from '@/shared/on-use/on-use'
import { ApplyPreferences } from './apply-preferences'
import { BottomNav } from './bottom-nav'
import { overlay } from './overlays'
import classes from './shell.module.css'
import { ShellShortcuts } from './shell-shortcuts'
import { Sidebar } from './sidebar'
import { useFocusOnScreen } from './use-focus-on-screen'
import { useLeft } from './use-sign-out'
import { WorkspaceState } from './workspace-state'

const Announcements = whenShown(() => import('./announcements').then((m) => m.Announcements))
const CommandPalette = onUse(() => import('./command-palette').then((m) => m.CommandPalette))
const ConflictDialog = onUse(() => import('@/features/records/record/conflict-dialog').then((m) => m.ConflictDialog))
const CreateDialog = onUse(() => import('./create-dialog').then((m) => m.CreateDialog))
const CreatingTenant = whenShown(
  withConsoleTexts(() => import('@/features/console/new-tenant-dialog').then((m) => m.CreatingTenant)),
)
const NoticesPanel = onUse(() => import('@/features/notices/notices-panel').then((m) => m.NoticesPanel))
const OfflineStatus = whenShown(() => import('../offline/offline-status').then((m) => m.OfflineStatus))
const SupportBanner = whenShown(
  withLaterTexts(() => import('@/features/support/support-banner').then((m) => m.SupportBanner)),
)
const ShortcutSheet = onUse(() => import('./shortcut-sheet').then((m) => m.ShortcutSheet))

/** Loaded when first asked for; none of them is needed to show a screen. */
function Overlays() {
  const open = useStore(overlay)
  const creating = useStore(createRequest)
  const conflict = useStore(editConflict)
  const makingTenant = useStore(creatingTenant)
  return (
    <>
      {open === 'palette' && <CommandPalette onClose={() => overlay.set(null)} />}
      {open === 'notices' && <NoticesPanel onClose={() => overlay.set(null)} />}
      {open === 'shortcuts' && <ShortcutSheet onClose={() => overlay.set(null)} />}
      {conflict && <ConflictDialog />}
      {makingTenant && <CreatingTenant />}
      {creating && <CreateDialog key={creating.object} request={creating} onClose={() => createRequest.set(null)} />}
    </>
  )
}

/** However a message was lost, announcements and switched features come in after so long. */
const ME_MS = 5 * 60_000

/** Changes of others come in while the app is open. */
function useLive() {
  const client = useQueryClient()
  const streams = useFlag('live_streams')
  useQuery({ ...meQuery, refetchInterval: ME_MS })
  useEffect(() => {
    let stop: (() => void) | undefined
    let left = false
    void import('@/shared/live/start').then(({ startLive }) => {
      if (!left) stop = startLive(client, streams)
    })
    return () => {
      left = true
      stop?.()
    }
  }, [client, streams])
}

export function Shell() {
  useLive()
  useFocusOnScreen()
  const left = useLeft()
  const me = useMe()
  const supported = me.support || (me.supported ?? []).length > 0
  return (
    <div className={classes.root}>
      <a className={classes.skip} href="#main">
        <Trans>Skip to content</Trans>
      </a>
      <ApplyPreferences />
      <ShellShortcuts />
      <Sidebar />
      <div className={classes.column}>
        {supported && <SupportBanner />}
        <div role="status">
          <OfflineStatus onLeave={left} />
        </div>
        <WorkspaceState />
        <div aria-live="polite">{(me.announcements ?? []).length > 0 && <Announcements />}</div>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
        <BottomNav />
      </div>
      <Overlays />
    </div>
  )
}
