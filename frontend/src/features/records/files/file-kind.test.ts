import { expect, test } from 'vitest'
import { formatSize, isShown } from './file-kind'

test('sizes are told in the largest unit that fits', () => {
  const sizes = [0, 1, 999, 1500, 2_345_678].map((size) => formatSize(size, { locale: 'en' }))
  expect(sizes).toEqual(['0 bytes', '1 byte', '999 bytes', '1.5 kB', '2.35 MB'])
})

test('only pictures, PDF and plain text are shown in the page', () => {
  const kinds = ['image/png', 'text/plain', 'application/pdf', 'application/octet-stream']
  expect(kinds.filter((media_type) => isShown({ media_type, preview: true }))).toEqual([
    'image/png',
    'text/plain',
    'application/pdf',
  ])
  expect(isShown({ media_type: 'image/svg+xml', preview: false })).toBe(false)
})
