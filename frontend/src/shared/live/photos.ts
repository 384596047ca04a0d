import { type QueryClient, QueryObserver, queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'

type Photo = components['schemas']['Photo']

export const photosQuery = queryOptions({
  queryKey: ['photos'],
  queryFn: ({ signal }) => get<{ results: Photo[] }>('/users/photos/', undefined, signal),
  staleTime: 5 * 60_000,
})

/** Over the initials, which stay to be seen until the picture is there, and where it can't be had. */
const ruleOf = ({ user, address }: Photo) =>
  `[data-of="${CSS.escape(user)}"]::after{content:"";background:center/cover url(${JSON.stringify(address)})}`

/**
 * Draws the photos of people over their initials, wherever these stand and without drawing anything anew:
 * one style sheet of the document names them all.
 */
export function showPhotos(client: QueryClient): () => void {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  const stop = new QueryObserver(client, photosQuery).subscribe(({ data }) => {
    if (data) sheet.replaceSync(data.results.map(ruleOf).join(''))
  })
  return () => {
    stop()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  }
}
