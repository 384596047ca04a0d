import { act, screen } from '@testing-library/react'
import { delay, HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { useSettingsWrite } from './settings-api'

function InviteAgain({ told }: { told: () => void }) {
  const write = useSettingsWrite()
  const invite = () =>
    write.mutate({ method: 'POST', path: '/users/u1/invite-again/', body: {} }, { onSuccess: () => told() })
  return (
    <button type="button" onClick={invite}>
      {write.isSuccess ? 'Invited' : 'Invite again'}
    </button>
  )
}

test('a double click sends one invitation and tells of it once; a later click sends another', async () => {
  let sent = 0
  let told = 0
  server.use(
    http.post(`${API}/users/u1/invite-again/`, async () => {
      sent += 1
      await delay(20)
      return HttpResponse.json({})
    }),
  )
  renderScreen(<InviteAgain told={() => (told += 1)} />)
  const button = screen.getByRole('button')
  act(() => {
    button.click()
    button.click()
  })
  await screen.findByText('Invited')
  expect([sent, told]).toEqual([1, 1])
  act(() => button.click())
  await screen.findByText('Invite again')
  await screen.findByText('Invited')
  expect(sent).toBe(2)
})
