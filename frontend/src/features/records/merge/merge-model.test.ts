import { describe, expect, it } from 'vitest'
import { makeField } from '@/test/factories'
import { decided, differs, usual } from './merge-model'

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
