import { expect, test } from 'vitest'
import { safeNext } from './safe-next'

const HOME = 'https://acme.example.com'

test.each([
  ['/contacts?sort=-name#x', '/contacts?sort=-name#x'],
  ['/', '/'],
  [undefined, '/'],
  ['', '/'],
  ['contacts', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/\n/evil.example', '/'],
  ['https:evil.example', '/'],
  ['https://evil.example/', '/'],
  ['https://acme.example.com/contacts', '/'],
  ['javascript:alert(1)', '/'],
  [' //evil.example', '/'],
  ['/%0d%0aLocation:%20//evil.example', '/%0d%0aLocation:%20//evil.example'],
  ['/..//evil.example', '/'],
])('%j leads to %s', (next, place) => expect(safeNext(next, HOME)).toBe(place))

test('no address leads to another host', () => {
  for (const next of ['//e.x', '/\\e.x', '/\t/e.x', '/..//e.x', '/.//e.x', '/./\\e.x', '///e.x', '/@e.x'])
    expect(new URL(safeNext(next, HOME), HOME).origin).toBe(HOME)
})
