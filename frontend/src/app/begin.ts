import { catalogueQuery } from '@/shared/api/catalogue'
import { meQuery } from '@/shared/api/me'
import { primeTokens } from '@/shared/live/tokens'
import { asked } from './asking'
import { queryClient } from './query'
import { router } from './router'

/** The page asks for it ahead of everything (`api/templates/index.html`) when a session came along. */
const ASKED = 'link[rel=preload][as=fetch]'

/** Asks for what the first screen needs while the app itself still starts. */
export function begin() {
  const { pathname, search } = router.latestLocation
  const [routes, params] = router.getMatchedRoutes(pathname)
  if (document.querySelector(ASKED)) {
    void queryClient.prefetchQuery(meQuery)
    void queryClient.prefetchQuery(catalogueQuery)
    primeTokens()
    const ask = routes.at(-1)?.options.staticData?.ask
    if (ask) void asked(ask, { cause: 'enter', params, location: { search } })
  }
  // After the calls: of one server, browsers fetch only a few things at a time.
  for (const { options } of routes) void options.component?.preload?.()
}
