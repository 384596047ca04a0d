export interface UndoStep {
  token: string
  /** What was done, as the toast says it. */
  label: string
  /** Runs when the server has taken it back. */
  onUndone?: () => void
  /** Takes back what is no change of records (a deleted view), in place of the token. */
  revert?: () => Promise<unknown>
}

const MOST = 20

/** The newest steps last; older ones fall off the far end. */
export class UndoStack {
  private steps: UndoStep[] = []

  push(step: UndoStep) {
    this.steps = [...this.steps, step].slice(-MOST)
  }

  /** Takes one step out: the one with `token`, else the newest. */
  take(token?: string): UndoStep | undefined {
    const step = token === undefined ? this.steps.at(-1) : this.steps.find((s) => s.token === token)
    if (step) this.steps = this.steps.filter((s) => s !== step)
    return step
  }

  clear() {
    this.steps = []
  }

  get size() {
    return this.steps.length
  }
}
