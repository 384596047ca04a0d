let region: HTMLElement | null = null

/** The app's one polite live region; the shell renders no second one. */
function liveRegion() {
  if (region?.isConnected) return region
  region = document.createElement('div')
  region.setAttribute('role', 'status')
  region.setAttribute('aria-live', 'polite')
  region.className = 'visually-hidden'
  region.dataset.announcer = ''
  document.body.append(region)
  return region
}

/** Tells screen readers what happened; the same text twice is read twice. */
export function announce(text: string) {
  const element = liveRegion()
  element.textContent = ''
  requestAnimationFrame(() => {
    element.textContent = text
  })
}
