import { describe, expect, it } from 'vitest'
import { makeField, makeObject } from '@/test/factories'
import { decided, differs, further, usual } from './merge-model'

const phone = makeField({ name: 'phone', type: 'phone' })
const title = makeField({ name: 'title', type: 'text' })
const old = { id: 'old', phone: '', title: 'Pilot' }
const young = { id: 'young', phone: '+49 30 1', title: 'Pilot' }
const records = [old, young]

describe('merging', () => {
  it('asks only about fields that differ', () => {
    expect(differs(phone, records)).toBe(true)
    expect(differs(title, records)).toBe(false)
  })

  it("takes the survivor's value, and another's where it has none", () => {
    expect(usual(title, records, 'young')).toBe('young')
    expect(usual(phone, records, 'old')).toBe('young')
  })

  it('sends what was chosen, also a blank', () => {
    expect(decided([phone, title], records, 'old', {})).toEqual({ phone: 'young' })
    expect(decided([phone, title], records, 'old', { phone: 'old' })).toEqual({ phone: 'old' })
  })
})

describe('e-mails and phones that lose', () => {
  const fields = [
    makeField({ name: 'email', type: 'email' }),
    makeField({ name: 'emails', label: 'Further e-mails', type: 'emails' }),
    phone,
    makeField({ name: 'phones', label: 'Further phones', type: 'phones' }),
  ]
  const contacts = makeObject({ fields })
  const ada = { id: 'ada', email: 'ada@kestrel.test', emails: [], phone: '+49 30 1' }
  const twin = { id: 'twin', email: 'Countess@kestrel.test', phone: '+49301' }

  it('are told as further ones, but for what is the same in other spelling', () => {
    const kept = [{ label: 'Further e-mails', values: ['Countess@kestrel.test'] }]
    expect(further(contacts, [ada, twin], 'ada', {})).toEqual(kept)
    expect(further(contacts, [ada, twin], 'ada', { email: 'twin' })).toEqual([
      { label: 'Further e-mails', values: ['ada@kestrel.test'] },
    ])
  })

  it('are not where a blank was chosen, where they are held already, or the list is closed', () => {
    const bare = { id: 'bare', email: '' }
    expect(further(contacts, [bare, twin], 'bare', { email: 'bare' })).toEqual([])
    const holding = { ...ada, emails: [{ value: 'countess@kestrel.test', label: '' }] }
    expect(further(contacts, [holding, twin], 'ada', {})).toEqual([])
    const closed = makeObject({ fields: fields.map((field) => ({ ...field, access: 'read' as const })) })
    expect(further(closed, [ada, twin], 'ada', {})).toEqual([])
  })
})
