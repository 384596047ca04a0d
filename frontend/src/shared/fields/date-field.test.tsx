import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { makeFormat } from '@/shared/lib/format'
import { renderScreen } from '@/test/render'
import { DateField } from './date-field'

test('a day that is picked without an hour is meant in the morning, not at midnight', async () => {
  const onChange = vi.fn()
  const format = makeFormat('en-GB', 'Europe/Berlin', 'EUR')
  renderScreen(
    <DateField withTime format={format} aria-label="Due" placeholder="Due" value={null} onChange={onChange} />,
  )
  const field = await screen.findByRole('button', { name: 'Due' })
  expect(field).toHaveTextContent('Due')
  await userEvent.click(field)
  await userEvent.click(await screen.findByRole('button', { name: /^15 / }))
  expect(onChange).toHaveBeenCalledTimes(1)
  const picked = new Date(onChange.mock.calls[0]?.[0])
  expect(picked.toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('09:00:00')
})

test('another day leaves the hour as it is', async () => {
  const onChange = vi.fn()
  const format = makeFormat('en-GB', 'Europe/Berlin', 'EUR')
  renderScreen(
    <DateField withTime format={format} aria-label="Due" value="2026-05-17T12:40:00.000000Z" onChange={onChange} />,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Due' }))
  await userEvent.click(await screen.findByRole('button', { name: /^18 / }))
  expect(onChange).toHaveBeenCalledWith('2026-05-18T12:40:00.000Z')
})
