import { describe, expect, it } from 'vitest'
import { makeField, makeObject } from '@/test/factories'
import { edited, fromObject, moveField, stepField, stepSection, toSections, unplaced } from './layout-model'

const start = () =>
  edited([
    { label: 'One', columns: 1, fields: ['a', 'b', 'c'] },
    { label: 'Two', columns: 2, fields: ['d'] },
  ])
const names = (sections: ReturnType<typeof start>) => sections.map((one) => one.fields.join(''))

describe('a layout', () => {
  it('keeps what it is given', () => {
    expect(toSections(start())).toEqual([
      { label: 'One', columns: 1, fields: ['a', 'b', 'c'] },
      { label: 'Two', columns: 2, fields: ['d'] },
    ])
  })

  it.each([
    ['a', { section: 0, index: 3 }, ['bca', 'd']],
    ['c', { section: 0, index: 0 }, ['cab', 'd']],
    ['a', { section: 1, index: 1 }, ['bc', 'da']],
    ['x', { section: 1, index: 0 }, ['abc', 'xd']],
  ])('puts %s where it is wanted', (field, to, found) => {
    expect(names(moveField(start(), field, to))).toEqual(found)
  })

  it('steps within a section, over its border, and no further', () => {
    expect(names(stepField(start(), 'b', 1))).toEqual(['acb', 'd'])
    expect(names(stepField(start(), 'b', -1))).toEqual(['bac', 'd'])
    expect(names(stepField(start(), 'c', 1))).toEqual(['ab', 'cd'])
    expect(names(stepField(start(), 'd', -1))).toEqual(['abcd', ''])
    expect(names(stepField(start(), 'a', -1))).toEqual(['abc', 'd'])
  })

  it('moves sections', () => {
    const sections = start()
    expect(names(stepSection(sections, sections[1]?.id ?? 0, -1))).toEqual(['d', 'abc'])
    expect(names(stepSection(sections, sections[0]?.id ?? 0, -1))).toEqual(['abc', 'd'])
  })

  it('begins as the page is, and knows what stands nowhere', () => {
    const object = makeObject({
      fields: [makeField({ name: 'name', type: 'text' }), makeField({ name: 'custom.tier', type: 'text' })],
      sections: [{ name: 'general', label: 'General', columns: 1, fields: ['name'] }],
    })
    const sections = fromObject(object)
    expect(names(sections)).toEqual(['name'])
    expect(unplaced(object, sections).map((field) => field.name)).toEqual(['custom.tier'])
  })
})
