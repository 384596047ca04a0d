import { act, render, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { Component, type ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { server } from '@/test/server'
import { whenShown } from './on-use'

const Menu = ({ name }: { name: string }) => <p>Menu of {name}</p>

test('a part whose file is here is drawn at once', async () => {
  const Part = whenShown(async () => Menu)
  await Part.begin()
  render(<Part name="Ada" />)
  expect(screen.getByText('Menu of Ada')).toBeInTheDocument()
})

test('a part is drawn as soon as its file comes, with nothing held back', async () => {
  const load = vi.fn(async () => Menu)
  const Part = whenShown(load, ({ name }) => <p>Wait, {name}</p>)
  render(
    <>
      <Part name="Ada" />
      <Part name="Bob" />
    </>,
  )
  expect(screen.getByText('Wait, Ada')).toBeInTheDocument()
  await act(async () => undefined)
  expect(screen.getByText('Menu of Ada')).toBeInTheDocument()
  expect(screen.getByText('Menu of Bob')).toBeInTheDocument()
  expect(load).toHaveBeenCalledOnce()
})

class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError = () => ({ failed: true })
  override render = () => (this.state.failed ? <p>It failed</p> : this.props.children)
}

test('a file that could not be had is told of, and asked for again the next time', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  sessionStorage.setItem('reloaded-for', 'Error: gone')
  const load = vi.fn<() => Promise<typeof Menu>>(async () => Menu).mockRejectedValueOnce(new Error('gone'))
  const Part = whenShown(load)
  const first = render(<Part name="Ada" />, { wrapper: Boundary })
  await act(async () => undefined)
  expect(screen.getByText('It failed')).toBeInTheDocument()
  first.unmount()
  render(<Part name="Ada" />, { wrapper: Boundary })
  await act(async () => undefined)
  expect(screen.getByText('Menu of Ada')).toBeInTheDocument()
})

test('without network it is waited for, and drawn once that is back', async () => {
  const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const load = vi.fn<() => Promise<typeof Menu>>(async () => Menu).mockRejectedValueOnce(new Error('away'))
  const onWait = vi.fn()
  const Part = whenShown(
    load,
    () => <p>Wait</p>,
    () => onWait,
  )
  render(<Part name="Ada" />, { wrapper: Boundary })
  await act(async () => undefined)
  expect(screen.getByText('Wait')).toBeInTheDocument()
  expect(onWait).toHaveBeenLastCalledWith(true)
  network.mockReturnValue(true)
  await act(async () => void window.dispatchEvent(new Event('online')))
  expect(screen.getByText('Menu of Ada')).toBeInTheDocument()
  expect(onWait).toHaveBeenLastCalledWith(false)
})

test('a file that the server has but did not give is asked for again, and the page stays', async () => {
  vi.useFakeTimers()
  const failure = new TypeError('Failed to fetch dynamically imported module: http://localhost/assets/menu-1.js')
  server.use(http.head('http://localhost/assets/menu-1.js', () => new HttpResponse(null, { status: 200 })))
  const load = vi.fn<() => Promise<typeof Menu>>(async () => Menu).mockRejectedValueOnce(failure)
  const Part = whenShown(load, () => <p>Wait</p>)
  render(<Part name="Ada" />, { wrapper: Boundary })
  await vi.waitFor(() => expect(load).toHaveBeenCalledOnce())
  await act(() => vi.advanceTimersByTimeAsync(2_000))
  expect(screen.getByText('Wait')).toBeInTheDocument()
  await act(() => vi.advanceTimersByTimeAsync(3_000))
  expect(screen.getByText('Menu of Ada')).toBeInTheDocument()
  vi.useRealTimers()
})
