import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { catalogueQuery } from '@/shared/api/catalogue'
import { meQuery } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { setBrand } from '@/shared/brand/brand'
import { activate, withConsoleTexts, withLaterTexts } from '@/shared/i18n/activate'
import { primeTokens } from '@/shared/live/tokens'
import { fetchAhead } from '@/shared/on-use/fetch-ahead'
import {
  type Ask,
  askBoard,
  askCalendar,
  askDay,
  asked,
  askHome,
  askList,
  askRecord,
  askSettings,
  HELD_FOR_SCRIPT,
} from './asking'
import { NotFoundScreen } from './not-found-screen'
import { queryClient } from './query'
import { RouteError } from './route-error'
import {
  boardSearch,
  calendarSearch,
  homeSearch,
  importSearch,
  listSearch,
  mergeSearch,
  recordSearch,
  sectionSearch,
  signInSearch,
  tenantsSearch,
} from './search-params'
import { Shell } from './shell/shell'
import { StartScreen } from './start-screen'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundScreen })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./routes/sign-in-route'), 'SignInRoute'),
})

/** Links to choose a password, as they were mailed before they stood behind the `#`. */
const oldPasswordLink = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/reset/$key',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/sign-in', hash: `password=${params.key}`, replace: true })
  },
})

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/sign-up-route')),
    'SignUpRoute',
  ),
})

const signUpConfirm = createRoute({
  getParentRoute: () => root,
  path: '/sign-up/confirm',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/sign-up-route')),
    'SignUpConfirmRoute',
  ),
})

const signUpEntry = createRoute({
  getParentRoute: () => root,
  path: '/sign-up/enter',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/sign-up-route')),
    'SignUpEntryRoute',
  ),
})

/** What a locked workspace shows of the app, for whoever has signed in. */
const locked = createRoute({
  getParentRoute: () => root,
  path: '/locked',
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery).catch((error) => {
      throw isProblem(error, 401) ? redirect({ to: '/sign-in', search: { next: '/locked' } }) : error
    })
    if (me.tenant.state !== 'locked') throw redirect({ to: '/' })
    await activate(me.user.locale)
  },
  component: lazyRouteComponent(() => import('./locked-screen'), 'LockedScreen'),
})

const support = createRoute({
  getParentRoute: () => root,
  path: '/support',
  component: lazyRouteComponent(() => import('./routes/support-route'), 'SupportRoute'),
})

async function knowWho() {
  const [me] = await Promise.all([queryClient.ensureQueryData(meQuery), queryClient.ensureQueryData(catalogueQuery)])
  setBrand(me.tenant)
  await activate(me.user.locale)
}

/** Without the server the app opens on what was seen lately, where something was. */
const opensWithout = () =>
  import('@/shared/offline/kept').then(
    ({ openKept }) => openKept(queryClient),
    () => false,
  )

/** Everything behind the sign-in: who is asking and what there is are known before a screen renders. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    try {
      primeTokens()
      await knowWho()
    } catch (error) {
      if (isProblem(error, 401)) {
        void import('@/shared/offline/forget').then(({ forgetCopies }) => forgetCopies())
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
      }
      if (!isProblem(error) || !error.isOffline || !(await opensWithout())) throw error
      await knowWho()
    }
    if (queryClient.getQueryData(meQuery.queryKey)?.tenant.state === 'locked') throw redirect({ to: '/locked' })
  },
  component: Shell,
  pendingComponent: StartScreen,
  errorComponent: RouteError,
})

export const homeRoute = createRoute({
  getParentRoute: () => inside,
  path: '/',
  validateSearch: homeSearch,
  beforeLoad: async () => {
    const { rights } = await queryClient.ensureQueryData(meQuery)
    if (rights.includes('operator')) throw redirect({ to: '/console', replace: true })
  },
  staticData: { ask: askHome },
  loader: (at) => asked(askHome, at),
  component: lazyRouteComponent(() => import('./routes/home-route'), 'HomeRoute'),
})

const guideRoute = createRoute({
  getParentRoute: () => inside,
  path: '/first-steps',
  component: lazyRouteComponent(() => import('./routes/guide-route'), 'GuideRoute'),
})

export const listRoute = createRoute({
  getParentRoute: () => inside,
  path: '/$object',
  validateSearch: listSearch,
  staticData: { ask: askList },
  loader: (at) => asked(askList, at),
  component: lazyRouteComponent(() => import('./routes/list-route'), 'ListRoute'),
})

export const boardRoute = createRoute({
  getParentRoute: () => inside,
  path: '/$object/board',
  validateSearch: boardSearch,
  staticData: { ask: askBoard },
  loader: (at) => asked(askBoard, at),
  component: lazyRouteComponent(() => import('./routes/board-route'), 'BoardRoute'),
})

export const mergeRoute = createRoute({
  getParentRoute: () => inside,
  path: '/$object/merge',
  validateSearch: mergeSearch,
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/merge-route')),
    'MergeRoute',
  ),
})

export const duplicatesRoute = createRoute({
  getParentRoute: () => inside,
  path: '/$object/duplicates',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/duplicates-route')),
    'DuplicatesRoute',
  ),
})

export const recordRoute = createRoute({
  getParentRoute: () => inside,
  path: '/$object/$id',
  validateSearch: recordSearch,
  staticData: { ask: askRecord },
  loader: (at) => asked(askRecord, at),
  component: lazyRouteComponent(() => import('./routes/record-route'), 'RecordRoute'),
})

export const importRoute = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  validateSearch: importSearch,
  component: lazyRouteComponent(() => import('./routes/import-route'), 'ImportRoute'),
})

export const calendarRoute = createRoute({
  getParentRoute: () => inside,
  path: '/calendar',
  validateSearch: calendarSearch,
  staticData: { ask: askCalendar },
  loader: (at) => asked(askCalendar, at),
  component: lazyRouteComponent(() => import('./routes/calendar-route'), 'CalendarRoute'),
})

const myDay = createRoute({
  getParentRoute: () => inside,
  path: '/my-day',
  staticData: { ask: askDay },
  loader: (at) => asked(askDay, at),
  component: lazyRouteComponent(() => import('./routes/my-day-route'), 'MyDayRoute'),
})

/** The operators' console; whoever is none finds nothing there. */
const operatorsOnly = createRoute({
  getParentRoute: () => inside,
  path: '/console',
  beforeLoad: async () => {
    const { rights } = await queryClient.ensureQueryData(meQuery)
    if (!rights.includes('operator')) throw notFound()
  },
})

const consoleIndex = createRoute({
  getParentRoute: () => operatorsOnly,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/console/$place', params: { place: 'overview' }, replace: true })
  },
})

export const consolePlaceRoute = createRoute({
  getParentRoute: () => operatorsOnly,
  path: '/$place',
  component: lazyRouteComponent(
    withConsoleTexts(() => import('./routes/console-route')),
    'ConsolePlaceRoute',
  ),
})

const tenantsRoute = createRoute({
  getParentRoute: () => operatorsOnly,
  path: '/tenants',
  validateSearch: tenantsSearch,
  component: lazyRouteComponent(
    withConsoleTexts(() => import('@/features/console/tenants-page')),
    'TenantsPage',
  ),
})

export const tenantRoute = createRoute({
  getParentRoute: () => operatorsOnly,
  path: '/tenants/$slug',
  validateSearch: sectionSearch,
  component: lazyRouteComponent(
    withConsoleTexts(() => import('./routes/console-route')),
    'TenantRoute',
  ),
})

export const settingsRoute = createRoute({
  getParentRoute: () => inside,
  path: '/settings/$section',
  staticData: { ask: askSettings },
  loader: (at) => asked(askSettings, at, HELD_FOR_SCRIPT),
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/settings-route')),
    'SettingsRoute',
  ),
})

const settingsIndex = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./routes/settings-route')),
    'SettingsStartRoute',
  ),
})

// The screens of every day come once the first one stands: going to another then waits for its data alone. What opens
// on use in them is fetched after all of them.
for (const { options } of [calendarRoute, myDay, homeRoute, boardRoute, recordRoute, listRoute])
  fetchAhead(async () => options.component?.preload?.(), true)

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    oldPasswordLink,
    signUp,
    signUpConfirm,
    locked,
    signUpEntry,
    support,
    inside.addChildren([
      homeRoute,
      guideRoute,
      importRoute,
      calendarRoute,
      myDay,
      operatorsOnly.addChildren([consoleIndex, tenantsRoute, tenantRoute, consolePlaceRoute]),
      settingsIndex,
      settingsRoute,
      boardRoute,
      mergeRoute,
      duplicatesRoute,
      listRoute,
      recordRoute,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingMinMs: 0,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFoundScreen,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** Asks for what the screen will show. */
    ask?: Ask
  }
}
