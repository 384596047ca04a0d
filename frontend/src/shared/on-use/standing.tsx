import { type Ref, useLayoutEffect } from 'react'

interface Props {
  /** The button on the page. */
  element: HTMLElement
  // From Mantine's target:
  ref?: Ref<HTMLElement>
  id?: string
  'aria-controls'?: string | undefined
}

/** Gives Mantine's menus and popovers a button that stood on the page before they were loaded. */
export function Standing({ element, ref, id, 'aria-controls': controls }: Props) {
  useLayoutEffect(() => {
    if (id) element.id = id
    if (typeof ref === 'function') {
      ref(element)
      return () => void ref(null)
    }
  }, [element, ref, id])
  useLayoutEffect(() => {
    if (!controls) return
    element.setAttribute('aria-controls', controls)
    return () => element.removeAttribute('aria-controls')
  }, [element, controls])
  return null
}
