import { request } from '../api/http'
import { isProblem } from '../api/problem'

type Tokens = Record<string, string>

/** Stands among the objects where the state of the workspace is another: no object has this name. */
export const WORKSPACE = ':workspace'

/** Object → token of its latest change, as far as this page has heard. */
const known = new Map<string, string>()
let tag: string | null = null
let primed = false
let priming = false

/** Takes the server's tokens in; answers the objects that changed since it was told last. */
export function takeTokens(tokens: Tokens): string[] {
  const isFirst = !primed
  primed = true
  const changed = Object.keys(tokens).filter((object) => known.get(object) !== tokens[object])
  for (const object of changed) known.set(object, tokens[object] as string)
  return isFirst ? [] : changed
}

/** Asks which objects changed since it was asked last, and whether the workspace did. Throws ApiProblem. */
export async function askForChanges(): Promise<string[]> {
  const headers: Record<string, string> = tag && primed ? { 'If-None-Match': tag } : {}
  try {
    const answer = await request<{ changes: Tokens; workspace: string }>('GET', '/changes/', { headers })
    tag = answer.headers.get('ETag')
    return takeTokens({ ...answer.data.changes, [WORKSPACE]: answer.data.workspace })
  } catch (error) {
    if (isProblem(error, 304)) return []
    throw error
  }
}

/** Remembers the tokens of now, before the first screen loads: what happens from here on is noticed. */
export function primeTokens() {
  if (primed || priming) return
  priming = true
  void askForChanges()
    .catch(() => undefined)
    .finally(() => {
      priming = false
    })
}

/** Another person signs in: nothing is known any more. */
export function forgetTokens() {
  known.clear()
  tag = null
  primed = false
}
