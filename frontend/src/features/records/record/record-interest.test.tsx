import { Notifications } from '@mantine/notifications'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { RecordInterest } from './record-interest'

const INTEREST = `${API}/accounts/a/interest/`
const stands = { following: false, favourite: false, followers: [] }

test('a click before it is known how the record stands is not lost', async () => {
  let answer = () => {}
  const known = new Promise<void>((resolve) => {
    answer = resolve
  })
  const wished: unknown[] = []
  server.use(
    http.get(INTEREST, async () => {
      await known
      return HttpResponse.json(stands)
    }),
    http.patch(INTEREST, async ({ request }) => {
      const change = (await request.json()) as object
      wished.push(change)
      return HttpResponse.json({ ...stands, ...change })
    }),
    http.get(`${API}/favourites/`, () => HttpResponse.json({ results: [] })),
  )
  renderScreen(<RecordInterest object="accounts" id="a" />)
  const follow = await screen.findByRole('button', { name: 'Follow' })
  fireEvent.click(follow)
  answer()
  await waitFor(() => expect(follow).toHaveAttribute('aria-pressed', 'true'))
  expect(wished).toEqual([{ following: true }])
})

test('where that cannot be learnt, a click says so', async () => {
  server.use(http.get(INTEREST, () => HttpResponse.json({ detail: 'Not now.' }, { status: 400 })))
  renderScreen(
    <>
      <Notifications />
      <RecordInterest object="accounts" id="a" />
    </>,
  )
  fireEvent.click(await screen.findByRole('button', { name: 'Follow' }))
  expect(await screen.findByText('Not saved')).toBeVisible()
})
