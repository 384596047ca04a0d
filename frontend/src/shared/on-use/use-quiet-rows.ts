import { useEffect } from 'react'

const ROWS = '[data-id], [data-row]'

/**
 * As long as a panel or menu stands, a press on a row or card beneath only puts it away: nobody who
 * wants to be rid of a menu means to open, mark or tick off what happens to lie there. Buttons and
 * fields beside it work at once.
 */
export function useQuietRows(anchor?: HTMLElement) {
  useEffect(() => {
    const press = ({ target }: PointerEvent) => {
      if (!(target instanceof Element) || !target.closest(ROWS) || anchor?.contains(target)) return
      const rest = new AbortController()
      const { signal } = rest
      const swallow = (click: MouseEvent) => {
        click.preventDefault()
        click.stopPropagation()
        rest.abort()
      }
      document.addEventListener('click', swallow, { capture: true, signal })
      // A drag or a swipe ends without a click: the next press is another one.
      document.addEventListener('pointerdown', () => rest.abort(), { capture: true, signal })
    }
    document.addEventListener('pointerdown', press)
    return () => document.removeEventListener('pointerdown', press)
  }, [anchor])
}
