import { expect, test } from 'vitest'

// The catalogues as they are written: compiled, a missing text would silently be the English one.
const sources = import.meta.glob<string>('./*/messages.po', { query: '?raw', import: 'default', eager: true })

const entries = (source: string) =>
  [...source.matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)/gm)].map(([, id = '', text = '']) => ({
    id: id.replaceAll(/"\n"|^"|"\n$/g, ''),
    text: text.replaceAll(/"\n"|^"|"\n?$/g, ''),
  }))

test.each(Object.entries(sources))('%s has every text', (_, source) => {
  const found = entries(source).filter((entry) => entry.id !== '')
  expect(found.length).toBeGreaterThan(500)
  expect(found.filter((entry) => entry.text === '').map((entry) => entry.id)).toEqual([])
})

// What operators choose between and tell apart at a glance: two states with one word are one.
const OPERATORS_STATES = ['Active', 'Trial', 'Payment past due', 'Suspended', 'Locked', 'Closing', 'Being made']
const OPERATORS_ACTS = ['Suspend', 'Lock', 'Resume']

test.each(Object.entries(sources))('%s has a word of its own for each state of a tenant', (_, source) => {
  const words = new Map(entries(source).map(({ id, text }) => [id, text]))
  for (const names of [OPERATORS_STATES, OPERATORS_ACTS])
    expect(new Set(names.map((name) => words.get(name))).size).toBe(names.length)
})
