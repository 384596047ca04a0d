import { request } from '@/shared/api/http'
import type { CrmRecord } from '@/shared/api/types'

export const PARTS = ['account', 'contact', 'opportunity'] as const
export type Part = (typeof PARTS)[number]

export const OBJECT_OF = { account: 'accounts', contact: 'contacts', opportunity: 'opportunities' } as const

/** An id takes what is there, an object makes a new one, null makes none. */
export type Wishes = Record<Part, string | Record<string, unknown> | null>

export interface Converted {
  lead: CrmRecord
  account: string | null
  contact: string | null
  opportunity: string | null
  created: Part[]
  undo: string | null
}

export const convertLead = async (id: string, wishes: Wishes, version: number | undefined) =>
  (
    await request<Converted>('POST', `/leads/${id}/convert/`, {
      body: wishes,
      headers: {
        'Idempotency-Key': crypto.randomUUID(),
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
    })
  ).data

/** What a new record is called before somebody says otherwise. */
export function namesOf(lead: CrmRecord): Record<Part, string> {
  const company = String(lead.company ?? '')
  const name = String(lead.name ?? '')
  return { account: company || name, contact: name, opportunity: company || name }
}
