import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { renderScreen } from '@/test/render'
import { server } from '@/test/server'
import { SignInPage } from './sign-in-page'

const LOGIN = 'http://acme.localhost/_allauth/browser/v1/auth/login'
const SESSION = 'http://acme.localhost/_allauth/browser/v1/auth/session'

beforeEach(() => server.use(http.get(SESSION, () => HttpResponse.json({ status: 401 }, { status: 401 }))))

async function signIn(onSignedIn = vi.fn()) {
  renderScreen(<SignInPage expired={false} onSignedIn={onSignedIn} />)
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('E-mail'), 'ada@acme.test')
  await user.type(screen.getByLabelText('Password'), 'secret')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  return onSignedIn
}

test('lets in who knows the password', async () => {
  server.use(http.post(LOGIN, () => HttpResponse.json({ status: 200 })))
  const onSignedIn = await signIn()
  await waitFor(() => expect(onSignedIn).toHaveBeenCalled())
})

test.each([
  [400, { errors: [{ message: 'Wrong.', code: 'email_password_mismatch', param: 'password' }] }, 'Wrong.'],
  [429, {}, 'Too many attempts. Wait a few minutes, then try again.'],
])('says why not (%i)', async (status, body, message) => {
  server.use(http.post(LOGIN, () => HttpResponse.json(body, { status })))
  const onSignedIn = await signIn()
  expect(await screen.findByRole('alert')).toHaveTextContent(message)
  expect(onSignedIn).not.toHaveBeenCalled()
})
