interface Node {
  id: string
  parent: { id: string } | null
}

/** A team may stand neither below itself nor below a team that is below it. */
export function forbiddenParents(teams: Node[], id: string | undefined): Set<string> {
  if (id === undefined) return new Set()
  const found = new Set([id])
  let before = 0
  while (found.size > before) {
    before = found.size
    for (const team of teams) if (team.parent && found.has(team.parent.id)) found.add(team.id)
  }
  return found
}
