import { get, request } from '@/shared/api/http'

export interface SignUpWish {
  slug: string
  name: string
  email: string
  person: string
  currency: string
  locale: string
  time_zone: string
  sample_data: boolean
  /** From the first answer, to ask once more. */
  again?: string
}

export interface SignUpAsked {
  /** Where the mail went. */
  email: string
  again: string
}

export interface SignUpStatus {
  state: 'waiting' | 'making' | 'ready'
  slug: string
  name: string
  email: string
  done: number
  total: number
  /** The workspace, once it is ready; else empty. */
  url: string
}

export interface SignUpConfirmed extends SignUpStatus {
  /** Enters the workspace once, for ten minutes; empty when it was confirmed before. */
  entry: string
}

/** The page says it: companies make their own workspaces here. */
export const offersSignUp = () => document.querySelector<HTMLMetaElement>('meta[name="sign-up"]') !== null

/** The host that workspaces live one label below. */
export const signUpHost = () => document.querySelector<HTMLMetaElement>('meta[name="sign-up"]')?.content ?? ''

export const checkAddress = (slug: string, signal: AbortSignal) =>
  get<{ free: boolean; message: string }>('/sign-up/address/', { slug }, signal)

export const signUp = async (wish: SignUpWish) => (await request<SignUpAsked>('POST', '/sign-up/', { body: wish })).data

export const confirmSignUp = async (token: string, password: string, slug: string) =>
  (
    await request<SignUpConfirmed>('POST', '/sign-up/confirm/', {
      body: { token, password, ...(slug ? { slug } : {}) },
    })
  ).data

export const signUpStatus = async (token: string) =>
  (await request<SignUpStatus>('POST', '/sign-up/status/', { body: { token } })).data

/** The address that a company's name suggests: `Müller & Söhne GmbH` → `mueller-soehne-gmbh`. */
export function addressFrom(name: string) {
  const spelled = name
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
  return spelled
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}
