import { csrfToken, fetchJson } from './http'
import { isProblem } from './problem'

const ALLAUTH = '/_allauth/browser/v1'

/** Sees to it that the CSRF cookie is there before the first unsafe call. */
async function ensureCsrfCookie() {
  if (csrfToken()) return
  await fetchJson('GET', `${ALLAUTH}/auth/session`).catch(() => undefined)
}

async function call<T>(method: string, path: string, body?: unknown, headers = {}): Promise<T> {
  await ensureCsrfCookie()
  return (await fetchJson<T>(method, `${ALLAUTH}${path}`, body === undefined ? { headers } : { body, headers })).data
}

/** Whether a code of the second factor is awaited: allauth answers 401 and names the open step. */
const awaitsCode = (error: unknown) => isProblem(error, 401) && error.flows.includes('mfa_authenticate')

/** Signs in; `code` when the second factor is still asked for. Throws ApiProblem: 400 wrong, 429 tried too often. */
export async function signIn(email: string, password: string): Promise<'in' | 'code'> {
  try {
    await call('POST', '/auth/login', { email, password })
    return 'in'
  } catch (error) {
    if (awaitsCode(error)) return 'code'
    throw error
  }
}

/** The second step of signing in: a code of the app, or one of the recovery codes. */
export const signInWithCode = (code: string) => call('POST', '/auth/2fa/authenticate', { code })

/** Ends the session. The server answers 401 ("nobody is signed in now"), which is the success here. */
export async function signOut() {
  await call('DELETE', '/auth/session').catch((error: { status?: number }) => {
    if (error.status !== 401) throw error
  })
}

/** Mails a link to choose another password. Who is no user gets the same answer and no mail. */
export const mailPasswordLink = (email: string) => call('POST', '/auth/password/request', { email })

interface LinkOwner {
  user: { email: string; display: string; has_usable_password: boolean }
}

/** Whose password a mailed link changes. Throws ApiProblem: 400 for a link that was used or is too old. */
export const ownerOfLink = (key: string) =>
  call<{ data: LinkOwner }>('GET', '/auth/password/reset', undefined, { 'X-Password-Reset-Key': key }).then(
    (answer) => answer.data.user,
  )

/** Sets it. The server answers 401 ("nobody is signed in now"), which is the success here; 400 says what is wrong. */
export async function choosePassword(key: string, password: string) {
  await call('POST', '/auth/password/reset', { key, password }).catch((error) => {
    if (!isProblem(error, 401)) throw error
  })
}

export const changePassword = (current_password: string, new_password: string) =>
  call('POST', '/account/password/change', { current_password, new_password })

/** The server wants the password once more before such a change. */
export const asksAgain = (error: unknown) =>
  isProblem(error, 401) && error.flows.some((flow) => flow.includes('reauthenticate'))

export const confirmPassword = (password: string) => call('POST', '/auth/reauthenticate', { password })

export interface NewTotp {
  secret: string
  svg: string
}

interface Authenticator {
  type: string
  created_at: number
  unused_code_count?: number
  unused_codes?: string[]
}

export const authenticators = () =>
  call<{ data: Authenticator[] }>('GET', '/account/authenticators').then((answer) => answer.data)

/** A fresh secret, to be scanned; null when the second factor is on already. */
export async function newTotp(): Promise<NewTotp | null> {
  try {
    await call('GET', '/account/authenticators/totp')
    return null
  } catch (error) {
    if (isProblem(error, 404) && error.meta.secret) return { secret: error.meta.secret, svg: error.meta.totp_svg ?? '' }
    throw error
  }
}

export const activateTotp = (code: string) => call('POST', '/account/authenticators/totp', { code })

export const deactivateTotp = () => call('DELETE', '/account/authenticators/totp')

interface Codes {
  data: Authenticator
}

export const recoveryCodes = () =>
  call<Codes>('GET', '/account/authenticators/recovery-codes').then((answer) => answer.data.unused_codes ?? [])

export const renewRecoveryCodes = () =>
  call<Codes>('POST', '/account/authenticators/recovery-codes').then((answer) => answer.data.unused_codes ?? [])
