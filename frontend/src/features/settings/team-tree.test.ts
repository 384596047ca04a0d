import { expect, test } from 'vitest'
import { forbiddenParents } from './team-tree'

test('a team stands neither below itself nor below its own', () => {
  const team = (id: string, parent: string | null) => ({ id, parent: parent ? { id: parent } : null })
  const teams = [team('top', null), team('sales', 'top'), team('inside', 'sales'), team('service', 'top')]
  expect([...forbiddenParents(teams, 'sales')].sort()).toEqual(['inside', 'sales'])
  expect(forbiddenParents(teams, undefined).size).toBe(0)
})
