let region: HTMLElement | null = null

/** Long enough for a screen reader to come to it. */
const STAYS_MS = 10_000

/** The app's one polite live region; the shell renders no second one. */
function liveRegion() {
  if (region?.isConnected) return region
  region = document.createElement('div')
  region.setAttribute('role', 'status')
  region.setAttribute('aria-live', 'polite')
  // Each text is read by itself, not with those before it.
  region.setAttribute('aria-atomic', 'false')
  region.className = 'visually-hidden'
  region.dataset.announcer = ''
  document.body.append(region)
  return region
}

/** Tells screen readers what happened; the same text twice is read twice, and none displaces another. */
export function announce(text: string) {
  const element = liveRegion()
  requestAnimationFrame(() => {
    const told = document.createElement('p')
    told.textContent = text
    element.append(told)
    setTimeout(() => told.remove(), STAYS_MS)
  })
}
