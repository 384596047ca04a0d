import { expect, test } from 'vitest'
import { linksOf, webAddress } from './pdf-links'

const viewport = {
  width: 200,
  height: 400,
  convertToViewportPoint: (x: number, y: number) => [x, 400 - y],
}

test('only pages of the web are led to', () => {
  expect(webAddress('https://example.com/a?b=c')).toBe('https://example.com/a?b=c')
  expect(webAddress('http://example.com')).toBe('http://example.com/')
  const others = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'mailto:a@b.example', '/api', '', 7]
  expect(others.map(webAddress)).toEqual(others.map(() => null))
})

test('a link lies where the page has it; forms, notes and jumps inside are none', () => {
  const rect = [20, 300, 120, 320]
  const found = linksOf(
    [
      { subtype: 'Link', url: 'https://example.com/', rect },
      { subtype: 'Link', rect },
      { subtype: 'Widget', url: 'https://example.com/', rect },
      { subtype: 'Link', url: 'https://example.com/', rect: [1, 2] },
    ],
    viewport,
  )
  expect(found).toEqual([{ address: 'https://example.com/', left: 10, top: 20, width: 50, height: 5 }])
})
