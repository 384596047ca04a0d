import { notifications } from '@mantine/notifications'
import { isProblem } from '@/shared/api/problem'

const idOf = (about: string) => `failure ${about}`

/** Why the server refused, in its words, unless the reason is put in words already. */
function reasonOf(error: unknown) {
  if (typeof error === 'string') return error
  return isProblem(error) ? error.errors[0]?.message || error.detail || error.title : ''
}

/** Says that something was not done. `about` names what was tried: the next failure of the same takes its place. */
export function tellFailure(about: string, title: string, error: unknown) {
  forgetFailure(about)
  notifications.show({ id: idOf(about), color: 'red', title, message: reasonOf(error) })
}

/** It has worked after all: nothing on the screen says otherwise any more. */
export function forgetFailure(about: string) {
  notifications.hide(idOf(about))
}
