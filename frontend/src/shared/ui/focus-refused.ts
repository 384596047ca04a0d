import { type RefObject, useEffect, useRef } from 'react'

const REFUSED = '[aria-invalid=true], [data-error=true] input'

/** Brings the first refused field into view, where its message stands, once it is drawn. */
export function focusRefused(form: HTMLElement | null) {
  requestAnimationFrame(() => {
    const refused = form?.querySelector<HTMLElement>(REFUSED)
    refused?.focus()
    // What belongs to no field stands above them all, which in a long form is out of sight.
    const told = refused ?? form?.querySelector<HTMLElement>('[role=alert]')
    told?.scrollIntoView({ block: 'center' })
  })
}

/** A form that was sent (`busy`) and is still there goes to the first field that was refused. */
export function useRefusedInView(form: RefObject<HTMLElement | null>, busy: boolean) {
  const wasBusy = useRef(false)
  useEffect(() => {
    if (wasBusy.current && !busy) focusRefused(form.current)
    wasBusy.current = busy
  }, [form, busy])
}
