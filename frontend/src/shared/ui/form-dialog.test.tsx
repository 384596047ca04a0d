import { Select, TextInput } from '@mantine/core'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { renderScreen } from '@/test/render'
import { FormDialog } from './form-dialog'

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { children: unknown }) => children }))

function open() {
  const onClose = vi.fn()
  renderScreen(
    <FormDialog title="A plan" submitLabel="Save" busy={false} onSubmit={() => undefined} onClose={onClose}>
      <TextInput label="Name" />
      <Select label="Colour" data={['Red', 'Green']} defaultValue="Red" allowDeselect={false} />
    </FormDialog>,
  )
  return onClose
}

test('a chosen value is not lost without a question', async () => {
  const onClose = open()
  await userEvent.click(await screen.findByRole('combobox', { name: 'Colour' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Green' }))
  await userEvent.keyboard('{Escape}')
  expect(await screen.findByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
  expect(onClose).not.toHaveBeenCalled()
})

test('what was looked at and stayed as it was closes at once', async () => {
  const onClose = open()
  await userEvent.click(await screen.findByRole('combobox', { name: 'Colour' }))
  await userEvent.click(await screen.findByRole('option', { name: 'Red' }))
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(onClose).toHaveBeenCalled())
})

/** A form that is sent and refused as a whole. */
function Refused() {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const send = () => {
    setBusy(true)
    queueMicrotask(() => {
      setError('Somebody else was faster.')
      setBusy(false)
    })
  }
  return (
    <FormDialog title="A plan" submitLabel="Save" busy={busy} error={error} onSubmit={send} onClose={vi.fn()}>
      <TextInput label="Name" />
    </FormDialog>
  )
}

test('what belongs to no field is brought into view where the form is longer than the screen', async () => {
  const seen = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined)
  renderScreen(<Refused />)
  await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
  const alert = await screen.findByRole('alert')
  await waitFor(() => expect(seen.mock.contexts).toContain(alert))
})
