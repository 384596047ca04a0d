import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { handleKey, singleKeysOff, useActiveShortcuts, useShortcuts } from './registry'

const run = vi.fn()

function Screen({ keys }: { keys: string[] }) {
  useShortcuts(keys.map((one) => ({ keys: one, label: one, group: 'Test', run: () => run(one) })))
  const active = useActiveShortcuts()
  return (
    <>
      <input aria-label="text" />
      <p>{active.map((shortcut) => shortcut.label).join(',')}</p>
    </>
  )
}
const press = (key: string, init: KeyboardEventInit = {}, on: Element = document.body) =>
  fireEvent.keyDown(on, { key, ...init })

beforeEach(() => document.addEventListener('keydown', handleKey))
afterEach(() => {
  document.removeEventListener('keydown', handleKey)
  run.mockClear()
  singleKeysOff.set(false)
})

test('single keys, sequences and modifiers', () => {
  render(<Screen keys={['j', 'g c', 'mod+k', '?']} />)
  press('j')
  press('g')
  press('c')
  press('k', { ctrlKey: true })
  press('?', { shiftKey: true })
  expect(run.mock.calls.flat()).toEqual(['j', 'g c', 'mod+k', '?'])
})

test('single keys rest while someone types; those with Ctrl do not', () => {
  render(<Screen keys={['j', 'mod+k']} />)
  press('j', {}, screen.getByLabelText('text'))
  press('k', { ctrlKey: true }, screen.getByLabelText('text'))
  expect(run.mock.calls.flat()).toEqual(['mod+k'])
})

test('single keys can be switched off', () => {
  singleKeysOff.set(true)
  render(<Screen keys={['j', 'mod+k']} />)
  press('j')
  press('k', { ctrlKey: true })
  expect(run.mock.calls.flat()).toEqual(['mod+k'])
})

test('what a screen registers holds while it is there', () => {
  const { unmount } = render(<Screen keys={['j', 'x']} />)
  expect(screen.getByText('j,x')).toBeInTheDocument()
  unmount()
  press('j')
  expect(run).not.toHaveBeenCalled()
})
