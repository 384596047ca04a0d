import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { makeField, makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { formSections, startValues } from './form-fields'
import { RecordForm } from './record-form'

const object = makeObject()

async function show(onSubmit = vi.fn().mockResolvedValue({ ok: true })) {
  renderScreen(
    <RecordForm object={object} start={{}} submitLabel="Create" onSubmit={onSubmit} onCancel={() => undefined} />,
  )
  await screen.findByRole('button', { name: 'Create' })
  return { onSubmit, user: userEvent.setup() }
}

test('asks for what may be written, in the order of the catalogue', () => {
  const fields = formSections(object).flatMap((section) => section.fields.map((field) => field.name))
  expect(fields).toEqual(['last_name', 'email', 'amount'])
})

test('begins with defaults, oneself as the owner, and what the caller knows', () => {
  const withOwner = makeObject({
    fields: [
      makeField({ name: 'status', type: 'picklist', default: 'new' }),
      makeField({ name: 'owner', type: 'reference', reference: { object: 'users' } }),
      makeField({ name: 'account', type: 'reference', reference: { object: 'accounts' } }),
    ],
  })
  const account = { id: 'a', name: 'Acme' }
  expect(startValues(withOwner, { account }, { id: 'u1', name: 'Ada' })).toEqual({
    status: 'new',
    owner: { id: 'u1', name: 'Ada' },
    account,
  })
})

test('says what is wrong at the field, and sends nothing', async () => {
  const { onSubmit, user } = await show()
  await user.type(screen.getByLabelText('E-mail'), 'nope')
  await user.click(screen.getByRole('button', { name: 'Create' }))
  expect(screen.getByText('Last name is required.')).toBeInTheDocument()
  expect(screen.getByText('This is not an e-mail address.')).toBeInTheDocument()
  expect(onSubmit).not.toHaveBeenCalled()
})

test('sends what was typed, money in minor units', async () => {
  const { onSubmit, user } = await show()
  await user.type(screen.getByLabelText(/Last name/), 'Hopper')
  await user.type(screen.getByLabelText('Amount'), '1,250.50')
  await user.click(screen.getByRole('button', { name: 'Create' }))
  expect(onSubmit).toHaveBeenCalledWith({ last_name: 'Hopper', amount: { amount: 125_050, currency: 'EUR' } })
})

test('shows the server’s errors on their fields, and the rest above', async () => {
  const onSubmit = vi.fn().mockResolvedValue({
    ok: false,
    message: '',
    errors: [
      { field: 'email', code: 'unique', message: 'Another contact has this address.' },
      { field: 'elsewhere', code: 'x', message: 'The account is closed.' },
    ],
  })
  const { user } = await show(onSubmit)
  await user.type(screen.getByLabelText(/Last name/), 'Hopper')
  await user.click(screen.getByRole('button', { name: 'Create' }))
  expect(await screen.findByText('Another contact has this address.')).toBeInTheDocument()
  expect(screen.getByRole('alert')).toHaveTextContent('The account is closed.')
})
