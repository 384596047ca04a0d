import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Filter } from '@/shared/api/types'
import { makeField, makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { FilterChips } from './filter-chips'

const contact = makeObject({
  fields: [
    makeField({ name: 'last_name', label: 'Last name', type: 'text', operators: ['eq'] }),
    makeField({ name: 'owner', label: 'Owner', type: 'reference', reference: { object: 'users' } }),
  ],
})
const seen: Filter = { field: 'last_name', op: 'eq', value: 'Adams' }
const hidden: Filter = { field: 'custom.margin', op: 'gte', value: 3 }

test('a field that the reader can’t see is told in words, and its condition can be removed', async () => {
  const onChange = vi.fn()
  renderScreen(<FilterChips object={contact} filter={{ and: [seen, { not: hidden }] }} onChange={onChange} />)
  expect(await screen.findByText(/uses a field that was deleted or that your role/)).toBeVisible()
  expect(document.body).not.toHaveTextContent(/custom\.margin|unknown/)
  await userEvent.click(screen.getByRole('button', { name: 'Remove the condition' }))
  expect(onChange).toHaveBeenCalledWith({ and: [seen] })
})

test('where no other condition is left, the filter goes', async () => {
  const onChange = vi.fn()
  renderScreen(<FilterChips object={contact} filter={{ or: [hidden, { ...hidden, value: 4 }] }} onChange={onChange} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Remove these conditions' }))
  expect(onChange).toHaveBeenCalledWith(undefined)
})

test('a part of a person is no field that is missing', async () => {
  const filter: Filter = { field: 'owner.name', op: 'eq', value: 'Ada' }
  renderScreen(<FilterChips object={contact} filter={filter} onChange={vi.fn()} />)
  expect(await screen.findByText('Owner is exactly Ada')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Remove the condition' })).toBeNull()
})

test('what the reader follows is told as a sentence, not as a yes', async () => {
  const filter: Filter = {
    and: [
      { field: 'followed', op: 'eq', value: true },
      { field: 'followed', op: 'ne', value: true },
    ],
  }
  renderScreen(<FilterChips object={contact} filter={filter} onChange={vi.fn()} />)
  expect(await screen.findByText('Followed by me')).toBeVisible()
  expect(screen.getByText('Not followed by me')).toBeVisible()
})
