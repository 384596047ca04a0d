import { Select, TextInput } from '@mantine/core'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
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
