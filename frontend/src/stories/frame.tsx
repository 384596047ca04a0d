import { i18n, type Messages } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { DirectionProvider, type MantineColorScheme, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { cssVariables, makeTheme } from '@/app/theme'
import { catalogueQuery } from '@/shared/api/catalogue'
import { meQuery } from '@/shared/api/me'
import { makeMe, makeObject } from '@/test/factories'

const catalogues = import.meta.glob<{ messages: Messages }>('../shared/i18n/*/messages.po', { eager: true })

export interface Look {
  locale: string
  scheme: MantineColorScheme
  direction: 'ltr' | 'rtl'
}

/** All that the app puts around its screens, with nobody to ask: what a story needs of the server is there. */
export function Frame({ locale, scheme, direction, children }: Look & { children: ReactNode }) {
  i18n.loadAndActivate({ locale, messages: catalogues[`../shared/i18n/${locale}/messages.po`]?.messages ?? {} })
  const client = useMemo(() => {
    const made = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } })
    made.setQueryData(meQuery.queryKey, makeMe())
    made.setQueryData(catalogueQuery.queryKey, [makeObject()])
    return made
  }, [])
  const router = useMemo(
    () =>
      createRouter({
        routeTree: createRootRoute({ component: () => children }),
        history: createMemoryHistory({ initialEntries: ['/'] }),
      }),
    [children],
  )
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider key={direction} initialDirection={direction} detectDirection={false}>
        <MantineProvider
          theme={makeTheme(null)}
          cssVariablesResolver={cssVariables(null)}
          forceColorScheme={scheme as 'light' | 'dark'}
        >
          <QueryClientProvider client={client}>
            {/* biome-ignore lint/suspicious/noExplicitAny: the app's own router is registered as the type */}
            <RouterProvider router={router as any} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  )
}
