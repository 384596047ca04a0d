import { expect, test } from 'vitest'
import { textParts } from '../../../tools/text-parts.mjs'

const files = Object.keys(import.meta.glob('/src/**/*.tsx'))
  .map((name) => name.slice(1))
  .filter((name) => !/\.(test|stories)\.tsx$|^src\/(test|stories)\//.test(name))
const { first, use, later, console } = textParts()
const all = [first, use, later, console]

test('every component is found on one of the ways by which its texts are loaded', () => {
  expect(files.length).toBeGreaterThan(300)
  expect(files.filter((name) => !all.some((part) => part.has(name)))).toEqual([])
})

test('screens have their texts at first, menus on use, settings and the console later', () => {
  expect(first).toContain('src/features/records/list/list-page.tsx')
  expect(use).toContain('src/app/shell/user-menu-items.tsx')
  expect(later).toContain('src/features/settings/role-settings.tsx')
  expect(console).toContain('src/features/console/tenants-page.tsx')
})
