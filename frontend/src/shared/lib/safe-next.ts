/** Where to go after signing in: only to an address of this app, whatever the link said. */
export function safeNext(next: string | undefined, origin = location.origin) {
  if (!next?.startsWith('/')) return '/'
  try {
    // Browsers read `/\host` and `/<tab>/host` as another host, so the browser's own parser decides.
    const url = new URL(next, origin)
    if (url.origin !== origin || url.pathname.startsWith('//')) return '/'
    return url.pathname + url.search + url.hash
  } catch {
    return '/'
  }
}
