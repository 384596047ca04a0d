export interface Part {
  kind: 'text' | 'mention' | 'link'
  text: string
}

const MARK = /@\[([^[\]\n]{1,200})\]\(user:[0-9a-f-]{36}\)|https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]/g

/** Plain text with its mentions and web addresses told apart. Nothing of it is ever taken for HTML. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let reached = 0
  for (const match of text.matchAll(MARK)) {
    if (match.index > reached) parts.push({ kind: 'text', text: text.slice(reached, match.index) })
    parts.push(match[1] ? { kind: 'mention', text: `@${match[1]}` } : { kind: 'link', text: match[0] })
    reached = match.index + match[0].length
  }
  if (reached < text.length) parts.push({ kind: 'text', text: text.slice(reached) })
  return parts
}

/** As people read it, where there is no room for more than words. */
export const withoutMarks = (text: string) =>
  partsOf(text)
    .map((part) => part.text)
    .join('')
