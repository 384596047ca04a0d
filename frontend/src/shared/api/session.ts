import { csrfToken, fetchJson } from './http'

const ALLAUTH = '/_allauth/browser/v1/auth'

/** Sees to it that the CSRF cookie is there before the first unsafe call. */
async function ensureCsrfCookie() {
  if (csrfToken()) return
  await fetchJson('GET', `${ALLAUTH}/session`).catch(() => undefined)
}

interface AllauthErrors {
  errors?: { message: string; code: string; param?: string }[]
}

/** Signs in. Throws ApiProblem: 400 for wrong credentials, 429 when tried too often. */
export async function signIn(email: string, password: string) {
  await ensureCsrfCookie()
  await fetchJson<AllauthErrors>('POST', `${ALLAUTH}/login`, { body: { email, password } })
}

/** Ends the session. The server answers 401 ("nobody is signed in now"), which is the success here. */
export async function signOut() {
  await ensureCsrfCookie()
  await fetchJson('DELETE', `${ALLAUTH}/session`).catch((error: { status?: number }) => {
    if (error.status !== 401) throw error
  })
}
