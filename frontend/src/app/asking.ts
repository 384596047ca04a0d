import { boardQuery } from '@/features/board/board-query'
import { dashboardQuery, type HomeState } from '@/features/home/home-api'
import { beginList } from '@/features/records/list/begin-list'
import { guideQuery } from '@/features/start/guide-api'
import { catalogueQuery } from '@/shared/api/catalogue'
import { meQuery } from '@/shared/api/me'
import { recordQuery } from '@/shared/api/records'
import { viewsQuery } from '@/shared/api/views'
import { withLaterTexts } from '@/shared/i18n/activate'
import { readStored } from '@/shared/lib/use-stored'
import { queryClient } from './query'
import { boardSearch, calendarSearch, homeSearch, listSearch } from './search-params'

interface Asked {
  params: Record<string, string>
  search: object
}

/** How a screen is come to, as the router tells it. */
interface Entered {
  cause: string
  params: object
  location: { search: object }
}

/** Asks for what a screen will show, before it is drawn and, where it can, before its script is there. */
export type Ask = (at: Asked) => Promise<unknown>

export const homeKey = (user: string) => `home:${user}`

export const askHome: Ask = async ({ search }) => {
  const { user, rights } = await queryClient.ensureQueryData(meQuery)
  if (rights.includes('operator')) return
  if (rights.includes('settings')) void queryClient.prefetchQuery(guideQuery)
  const kept = readStored<HomeState>(homeKey(user.id), {})
  await queryClient.prefetchQuery(dashboardQuery({ ...kept, ...homeSearch({ ...search }) }))
}

export const askList: Ask = async ({ params, search }) => {
  const name = params.object ?? ''
  void queryClient.prefetchQuery(viewsQuery(name))
  const object = (await queryClient.ensureQueryData(catalogueQuery)).find((one) => one.name === name)
  if (object) await beginList(queryClient, object, listSearch({ ...search }))
}

export const askBoard: Ask = ({ params, search }) => {
  const { pipeline, group, filter, q } = boardSearch({ ...search })
  return queryClient.prefetchQuery(boardQuery(params.object ?? '', { pipeline, group, filter, search: q }))
}

export const askRecord: Ask = ({ params }) =>
  queryClient.prefetchQuery(recordQuery(params.object ?? '', params.id ?? ''))

export const askDay: Ask = async () => (await import('@/features/my-day/begin-day')).beginDay(queryClient)

export const askCalendar: Ask = async ({ search }) => {
  const { beginCalendar } = await import('@/features/calendar/begin-calendar')
  await beginCalendar(queryClient, calendarSearch({ ...search }))
}

const settings = withLaterTexts(() => import('./routes/settings-route'))

export const askSettings: Ask = async ({ params }) => (await settings()).beginSection(params.section ?? '')

let there = ''

/** So many milliseconds the former screen stays, so that the next one is drawn once, with its data, not empty first. */
const HELD = 120
/** For a script: what is shown late instead of it, even if it is nothing, React keeps for 300 ms. */
export const HELD_FOR_SCRIPT = 500

/**
 * What fails, the screen meets itself. Nothing is asked when somebody only points at a link, nor when only the search
 * changes: opening a panel must not load a list anew. Settles when the data are there, or soon without them.
 */
export async function asked(ask: Ask, { cause, params, location }: Entered, held = HELD) {
  const here = JSON.stringify(params)
  if (cause === 'preload' || (cause === 'stay' && here === there)) return
  there = here
  const soon = new Promise((done) => setTimeout(done, held))
  await Promise.race([ask({ params: { ...params }, search: location.search }).catch(() => undefined), soon])
}
