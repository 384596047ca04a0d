import { useEffect } from 'react'
import { createStore, useStore } from '../lib/store'

/** The records that this tab is changing, as `object/id`, each as often as it is being changed. */
const editing = createStore<readonly string[]>([])

/** Tells those who look at the record that it is being changed here. */
export function useEditing(object: string, id: string, isEditing: boolean) {
  const name = `${object}/${id}`
  useEffect(() => {
    if (!isEditing) return
    editing.set([...editing.get(), name])
    return () => {
      const rest = [...editing.get()]
      rest.splice(rest.indexOf(name), 1)
      editing.set(rest)
    }
  }, [name, isEditing])
}

export const useIsEditing = (object: string, id: string) => useStore(editing).includes(`${object}/${id}`)
