import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { renderScreen } from '@/test/render'
import type { TenantChoices } from './console-api'
import { PlanField } from './plan-field'

const CHOICES = {
  plans: ['team'],
  plan_names: [{ plan: 'team', name: 'Team' }],
  offered: [],
  regions: [],
  databases: [],
} satisfies TenantChoices

vi.mock('./use-plan-names', () => ({ usePlanNames: () => (plan: string) => (plan === 'team' ? 'Team' : plan) }))

function Form({ onPlan }: { onPlan: (plan: string) => void }) {
  const [plan, setPlan] = useState('')
  const choose = (value: string) => {
    setPlan(value)
    onPlan(value)
  }
  return <PlanField choices={CHOICES} value={plan} error={null} onChange={choose} />
}

test('a plan of another name stays as it is typed, whatever it begins with', async () => {
  const onPlan = vi.fn()
  renderScreen(<Form onPlan={onPlan} />)
  const field = await screen.findByPlaceholderText('Team')
  await userEvent.type(field, 'team of ten')
  expect(field).toHaveValue('team of ten')
  expect(onPlan).toHaveBeenLastCalledWith('team of ten')
})

test('one that is known by name is given by its key', async () => {
  const onPlan = vi.fn()
  renderScreen(<Form onPlan={onPlan} />)
  await userEvent.type(await screen.findByPlaceholderText('Team'), 'Team')
  expect(onPlan).toHaveBeenLastCalledWith('team')
})
