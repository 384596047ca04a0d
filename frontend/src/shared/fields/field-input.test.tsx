import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { makeFormat } from '@/shared/lib/format'
import { makeField } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { FieldInput } from './field-input'

const choices = ['New', 'Old', 'Lost'].map((label) => ({ value: label.toLowerCase(), label, color: '' }))
const field = makeField({ name: 'status', label: 'Status', type: 'picklist', choices })

test('choices are drawn for whoever comes to the field, and keys find them', async () => {
  const user = userEvent.setup()
  const onChange = vi.fn()
  renderScreen(<FieldInput field={field} value="new" onChange={onChange} format={makeFormat('en', 'UTC', 'EUR')} />)
  const input = await screen.findByLabelText('Status')
  expect(screen.queryAllByRole('option', { hidden: true })).toHaveLength(0)
  await user.tab()
  expect(input).toHaveFocus()
  expect(screen.getAllByRole('option', { hidden: true })).toHaveLength(3)
  await user.keyboard('{ArrowDown}')
  expect(input).toHaveAttribute('aria-expanded', 'true')
  expect(document.getElementById(input.getAttribute('aria-controls') ?? '')).toBeVisible()
  await user.keyboard('{ArrowDown}{Enter}')
  expect(onChange).toHaveBeenCalledWith('old', expect.anything())
})

test('Enter on the choice that holds keeps it, Delete takes it away', async () => {
  const user = userEvent.setup()
  const onChange = vi.fn()
  renderScreen(<FieldInput field={field} value="new" onChange={onChange} format={makeFormat('en', 'UTC', 'EUR')} />)
  await screen.findByLabelText('Status')
  await user.tab()
  await user.keyboard('{ArrowDown}{Enter}')
  expect(onChange).not.toHaveBeenCalledWith(null, expect.anything())
  await user.keyboard('{Delete}')
  expect(onChange).toHaveBeenLastCalledWith(null)
})
