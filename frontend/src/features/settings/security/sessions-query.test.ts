import { expect, test } from 'vitest'
import { deviceOf, isHandheld } from './sessions-query'

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1'

test.each([
  [CHROME, 'Chrome · Linux'],
  [`${CHROME} Edg/150.0`, 'Edge · Linux'],
  [IPHONE, 'Safari · iPhone'],
  ['Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Windows'],
  ['curl/8.0', null],
  ['', null],
])('%s is %s', (userAgent, device) => expect(deviceOf(userAgent)).toBe(device))

test('telephones are told from desks', () => expect([IPHONE, CHROME].map(isHandheld)).toEqual([true, false]))
