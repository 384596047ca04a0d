/** The screen's content, which has the focus where nothing in it has. */
const contentOf = () => document.getElementById('main')

/** Nobody chose where the focus is: a list may take it back to its row. */
export function isFocusFree() {
  const active = document.activeElement
  return active === null || active === document.body || active === contentOf()
}

/** Whether what had the focus is gone, and the focus with it. */
export const isFocusLost = () => document.activeElement === null || document.activeElement === document.body

/** Tab goes on in the content, and the arrow keys scroll it. */
export const focusContent = () => contentOf()?.focus({ preventScroll: true })
