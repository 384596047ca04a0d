import { useEffect, useId } from 'react'

const unsaved = new Set<string>()

/** Whether a form on this screen holds what was not saved. */
export const holdsUnsaved = () => unsaved.size > 0

/** While `is` holds, whoever goes elsewhere is asked first. */
export function useUnsaved(is: boolean) {
  const id = useId()
  useEffect(() => {
    if (!is) return
    unsaved.add(id)
    return () => {
      unsaved.delete(id)
    }
  }, [is, id])
}
