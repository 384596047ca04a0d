import { screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { CrmRecord } from '@/shared/api/types'
import { makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { StageBar } from './stage-bar'

const stage = (id: string, category: string) => ({ id, name: id, category, retired: false })

test('a lost deal has passed the open stages, and not the one that says won', async () => {
  const stages = [stage('Enquiry', 'open'), stage('Offer', 'open'), stage('Won', 'won'), stage('Lost', 'lost')]
  server.use(http.get(`${API}/pipelines/`, () => HttpResponse.json({ results: [{ id: 'p', name: 'Sales', stages }] })))
  const record = { id: 'd', pipeline: { id: 'p', name: 'Sales' }, stage: { id: 'Lost', name: 'Lost' } }
  renderScreen(<StageBar object={makeObject({ name: 'opportunities' })} record={record as unknown as CrmRecord} />)
  expect(await screen.findByRole('button', { name: 'Lost' })).toHaveAttribute('aria-current', 'step')
  const states = screen.getAllByRole('button').map((one) => one.dataset.state)
  expect(states).toEqual(['passed', 'passed', 'ahead', 'lost'])
})
