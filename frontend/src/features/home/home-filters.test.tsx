import { screen, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { makeMe } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import type { Dashboard } from './home-api'
import { HomeFilters } from './home-filters'

const dashboard = (pipelines: { id: string; name: string }[]) =>
  ({
    period: 'this_month',
    scope: 'team',
    scopes: ['mine', 'team'],
    pipeline: pipelines[0],
    pipelines,
    span: { start: '2026-11-01', end: '2026-12-01' },
    time_zone: 'Europe/Berlin',
  }) as unknown as Dashboard

test('says of what the pipeline is chosen: only the stages are of one alone', async () => {
  const pipelines = [
    { id: 'p1', name: 'Equipment sales' },
    { id: 'p2', name: 'Service contracts' },
  ]
  renderScreen(<HomeFilters dashboard={dashboard(pipelines)} onState={() => undefined} />)
  expect(await screen.findByRole('combobox', { name: 'Pipeline' })).toHaveDisplayValue('Equipment sales')
  expect(screen.getByText('Stages of')).toBeInTheDocument()
})

test('asks for no pipeline where there is one alone', async () => {
  renderScreen(<HomeFilters dashboard={dashboard([{ id: 'p1', name: 'Sales' }])} onState={() => undefined} />)
  expect(await screen.findByText('Mine')).toBeInTheDocument()
  expect(screen.queryByText('Stages of')).not.toBeInTheDocument()
})

test.each([
  [1, ['This month', 'This quarter', 'This year', 'Last 30 days']],
  [4, ['This month', 'This quarter', 'This year', 'This fiscal year', 'Last 30 days']],
  [2, ['This month', 'This quarter', 'This fiscal quarter', 'This year', 'This fiscal year', 'Last 30 days']],
])('offers the periods of a fiscal year that begins in month %i', async (month, offered) => {
  const me = makeMe()
  server.use(http.get(`${API}/me/`, () => HttpResponse.json({ ...me, tenant: { ...me.tenant, fiscal_month: month } })))
  renderScreen(<HomeFilters dashboard={dashboard([])} onState={() => undefined} />)
  const periods = await screen.findByRole('radiogroup', { name: 'Period' })
  expect(
    within(periods)
      .getAllByRole('radio')
      .map((one) => one.closest('div')?.textContent),
  ).toEqual(offered)
})
