import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo } from 'react'
import { onSessionEnd } from '@/shared/api/http'
import { nonce } from '@/shared/lib/nonce'
import { handleKey } from '@/shared/shortcuts/registry'
import { queryClient } from './query'
import { router } from './router'
import { cssVariables, makeTheme } from './theme'

/** Sends the person to sign-in and remembers where they were. */
function leaveForSignIn() {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  queryClient.clear()
  router.navigate({ to: '/sign-in', search: { next: href, expired: true }, replace: true })
}

function Themed({ children }: { children: ReactNode }) {
  const { i18n: current } = useLingui()
  const locale = current.locale
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme holds translated names
  const theme = useMemo(makeTheme, [locale])
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
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
          <Notifications position="bottom-right" limit={4} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Themed>
    </I18nProvider>
  )
}
