import { expect, test } from 'vitest'
import { addressFrom } from './sign-up-api'

test.each([
  ['Müller & Söhne GmbH', 'mueller-soehne-gmbh'],
  ['3M Deutschland', 'm-deutschland'],
  ['Café Zoë', 'cafe-zoe'],
  ['  ', ''],
  ['a'.repeat(60), 'a'.repeat(40)],
])('an address for %s', (name, address) => expect(addressFrom(name)).toBe(address))
