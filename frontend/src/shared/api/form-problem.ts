import { isProblem } from './problem'

const isOf = (place: string, field: string) => place === field || place.startsWith(`${field}.`)

/** The server's message for one field of a form, or for one of the entries in it. */
export const fieldError = (error: unknown, field: string) =>
  isProblem(error) ? error.errors.find((one) => isOf(one.field, field))?.message : undefined

/** What the server said that belongs to none of the form's fields. */
export function formError(error: unknown, fields: string[]) {
  if (!isProblem(error)) return undefined
  const rest = error.errors.filter((one) => !fields.some((field) => isOf(one.field, field))).map((one) => one.message)
  if (rest.length > 0) return rest.join(' ')
  return error.errors.length === 0 ? error.detail || error.title : undefined
}

/** Where whoever may pay gets more room, when the plan has none. */
export const wayUp = (error: unknown) => (isProblem(error) ? error.wayUp : undefined)
