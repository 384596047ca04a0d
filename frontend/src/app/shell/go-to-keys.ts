const RESERVED = new Set(['s', 'i', 'b', 'h', 'n', 't', 'k'])

/** One letter for each object, after `g`: the first of its name that is still free. */
export function goToKeys(names: string[]): Map<string, string> {
  const taken = new Set(RESERVED)
  const keys = new Map<string, string>()
  for (const name of names) {
    const letter = [...name].find((character) => /[a-z]/.test(character) && !taken.has(character))
    if (!letter) continue
    taken.add(letter)
    keys.set(name, letter)
  }
  return keys
}
