import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { renderScreen } from '@/test/render'
import { DropPanel } from './drop-panel'
import { useDrop } from './use-drop'

function Page({ onRow, onBeside }: { onRow: () => void; onBeside: () => void }) {
  const { anchor, close, button } = useDrop('dialog')
  return (
    <>
      <button type="button" {...button}>
        Filter
      </button>
      <button type="button" onClick={onBeside}>
        Beside
      </button>
      <button type="button" data-row onClick={onRow}>
        Row
      </button>
      {anchor && (
        <DropPanel anchor={anchor} onClose={close} label="Conditions">
          <button type="button">Inside</button>
        </DropPanel>
      )}
    </>
  )
}

test('a click on a row beneath puts the panel away, and only the next one acts', async () => {
  const [onRow, onBeside] = [vi.fn(), vi.fn()]
  renderScreen(<Page onRow={onRow} onBeside={onBeside} />)
  const row = screen.getByRole('button', { name: 'Row' })
  await userEvent.click(screen.getByRole('button', { name: 'Filter' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Inside' }))
  await userEvent.click(row)
  expect(screen.queryByRole('button', { name: 'Inside' })).toBeNull()
  expect(onRow).not.toHaveBeenCalled()
  await userEvent.click(row)
  expect(onRow).toHaveBeenCalledOnce()
})

test('a button beside it works at once', async () => {
  const [onRow, onBeside] = [vi.fn(), vi.fn()]
  renderScreen(<Page onRow={onRow} onBeside={onBeside} />)
  await userEvent.click(screen.getByRole('button', { name: 'Filter' }))
  await screen.findByRole('button', { name: 'Inside' })
  await userEvent.click(screen.getByRole('button', { name: 'Beside' }))
  expect(onBeside).toHaveBeenCalledOnce()
})
