import { createStore } from './store'

/** Whether the server answers. Only an attempt tells: a browser without network may reach the same machine. */
export const online = createStore(true)

let heardAt = Date.now()
let doubt: (() => void) | null = null

/** When the server answered last; what is shown is no newer. */
export const lastHeard = () => heardAt

/** The app was opened without the server: what it shows was heard at `at`. */
export function startWithout(at: number) {
  heardAt = at
  online.set(false)
}

export function noteAnswer() {
  heardAt = Date.now()
  if (!online.get()) online.set(true)
}

/** `ask` finds out whether the server is away, whenever a call got no answer. */
export function onDoubt(ask: (() => void) | null) {
  doubt = ask
}

export const noteSilence = () => doubt?.()
