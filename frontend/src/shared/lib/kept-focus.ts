import { type RefObject, useEffect } from 'react'
import { focusContent, isFocusFree } from './focus'

const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex="0"]'
/** What is busy for a moment has the focus again afterwards; what stays so has not. */
const PATIENCE_MS = 600

const isUsable = (one: Element) =>
  one.isConnected && !one.matches(':disabled, [data-disabled], [type=hidden]') && one.getClientRects().length > 0

const usableIn = (one: Element) => [...one.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isUsable)

/** An ancestor of what had the focus, by the way to it: which of its children, which thing to focus in that. */
interface Step {
  parent: Element
  index: number
  ordinal: number
}

function wayTo(element: HTMLElement, root: Element): Step[] {
  const way: Step[] = []
  for (let child: Element = element; child !== root && child.parentElement; child = child.parentElement) {
    const inside = [...child.querySelectorAll(FOCUSABLE)]
    const ordinal = Math.max(0, inside.indexOf(element))
    way.push({ parent: child.parentElement, index: [...child.parentElement.children].indexOf(child), ordinal })
  }
  return way
}

/** The same thing of what stands in its place now, of the next or of the one before. */
function inPlaceOf(way: Step[]): HTMLElement | undefined {
  for (const { parent, index, ordinal } of way) {
    if (!parent.isConnected) continue
    const children = [...parent.children]
    const near = [...children.slice(index), ...children.slice(0, index).reverse()]
    for (const child of near) {
      const found = child.matches(FOCUSABLE) && isUsable(child) ? [child as HTMLElement] : usableIn(child)
      if (found.length > 0) return found[Math.min(ordinal, found.length - 1)]
    }
  }
}

/**
 * Keeps the focus within `root` where what had it goes away or is busy: a deleted row, a moved one, the button behind
 * a dialog. Whoever works by keyboard goes on from there, and not from the beginning of the page.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const within = root.current
    if (!within) return
    let last: HTMLElement | null = null
    let way: Step[] = []
    let timer = 0
    const isLost = () => last !== null && isFocusFree() && !document.querySelector('[aria-modal=true]')
    const keep = () => {
      if (isLost()) (inPlaceOf(way) ?? { focus: focusContent }).focus()
    }
    const look = () => {
      window.clearTimeout(timer)
      if (!isLost() || !last) return
      if (isUsable(last)) last.focus()
      else timer = window.setTimeout(keep, PATIENCE_MS)
    }
    const remember = (event: FocusEvent) => {
      last = event.target as HTMLElement
      way = wayTo(last, within)
    }
    // A press of the mouse on nothing is no loss.
    const forget = ({ target }: Event) => {
      if (within.contains(target as Node)) last = null
    }
    const watch = new MutationObserver(look)
    within.addEventListener('focusin', remember)
    document.addEventListener('pointerdown', forget, true)
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
    return () => {
      window.clearTimeout(timer)
      within.removeEventListener('focusin', remember)
      document.removeEventListener('pointerdown', forget, true)
      watch.disconnect()
    }
  }, [root])
}
