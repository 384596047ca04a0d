import { useBlocker } from '@tanstack/react-router'
import { onUse } from '@/shared/on-use/on-use'
import { holdsUnsaved } from './unsaved'

const LeaveDialog = onUse(() => import('@/shared/ui/leave-dialog').then((m) => m.LeaveDialog))

/** Stands once on a settings screen: nobody leaves it and loses what its forms hold unasked. */
export function LeaveGuard() {
  const blocked = useBlocker({
    shouldBlockFn: ({ current, next }) => holdsUnsaved() && current.pathname !== next.pathname,
    enableBeforeUnload: holdsUnsaved,
    withResolver: true,
  })
  if (blocked.status !== 'blocked') return null
  return <LeaveDialog onStay={blocked.reset} onLeave={blocked.proceed} />
}
