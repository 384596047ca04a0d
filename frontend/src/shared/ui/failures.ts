import { notifications } from '@mantine/notifications'
import { isProblem } from '@/shared/api/problem'

/** By what was tried. Each telling has an id of its own: under the former one it would go when that is due. */
const told = new Map<string, string>()

/** Why the server refused, in its words, unless the reason is put in words already. */
function reasonOf(error: unknown) {
  if (typeof error === 'string') return error
  return isProblem(error) ? error.errors[0]?.message || error.detail || error.title : ''
}

/** Says that something was not done. `about` names what was tried: the next failure of the same takes its place. */
export function tellFailure(about: string, title: string, error: unknown) {
  forgetFailure(about)
  told.set(about, notifications.show({ color: 'red', title, message: reasonOf(error) }))
}

/** It has worked after all: nothing on the screen says otherwise any more. */
export function forgetFailure(about: string) {
  const id = told.get(about)
  if (id) notifications.hide(id)
  told.delete(about)
}
