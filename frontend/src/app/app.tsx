import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { useNotifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { onSessionEnd } from '@/shared/api/http'
import { meQuery } from '@/shared/api/me'
import { accentOf, isHex } from '@/shared/brand/accent'
import { brand } from '@/shared/brand/brand'
import { directionOf } from '@/shared/i18n/locales'
import { nonce } from '@/shared/lib/nonce'
import { useStore } from '@/shared/lib/store'
import { onUse } from '@/shared/on-use/on-use'
import { handleKey } from '@/shared/shortcuts/registry'
import { queryClient } from './query'
import { router } from './router'
import { cssVariables, makeTheme } from './theme'

const Toasts = onUse(() => import('./toasts').then((m) => m.Toasts))

/** The place for toasts comes with the first one. */
function ToastsOnUse() {
  const { notifications, queue } = useNotifications()
  const used = useRef(false)
  used.current ||= notifications.length + queue.length > 0
  return used.current && <Toasts />
}

/** A support session is over: nothing of the workspace stays in the operator's browser. */
async function leaveForConsole(back: string) {
  try {
    const { forgetEverything } = await import('@/shared/offline/forget')
    await forgetEverything(undefined)
  } finally {
    location.replace(back)
  }
}

/** Sends the person to sign-in and remembers where they were; support goes back to the console. */
function leaveForSignIn() {
  const { pathname, href } = router.state.location
  const me = queryClient.getQueryData(meQuery.queryKey)
  if (pathname === '/sign-in' || !me) return
  if (me.support?.back) return void leaveForConsole(me.support.back)
  queryClient.clear()
  void import('@/shared/offline/forget').then(({ forgetCopies }) => forgetCopies())
  router.navigate({ to: '/sign-in', search: { next: href, expired: true }, replace: true })
}

function Themed({ children }: { children: ReactNode }) {
  const { i18n: current } = useLingui()
  const locale = current.locale
  const colour = useStore(brand).accent
  const accent = useMemo(() => (isHex(colour) ? accentOf(colour) : null), [colour])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme holds translated names
  const theme = useMemo(() => makeTheme(accent), [locale, accent])
  const variables = useMemo(() => cssVariables(accent), [accent])
  return (
    <DirectionProvider key={directionOf(locale)} initialDirection={directionOf(locale)} detectDirection={false}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}

export function App() {
  useEffect(() => onSessionEnd(leaveForSignIn) as () => void, [])
  useEffect(() => {
    document.addEventListener('keydown', handleKey)
    return () => document.removeEventListener('keydown', handleKey)
  }, [])
  return (
    <I18nProvider i18n={i18n}>
      <Themed>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <ToastsOnUse />
        </QueryClientProvider>
      </Themed>
    </I18nProvider>
  )
}
