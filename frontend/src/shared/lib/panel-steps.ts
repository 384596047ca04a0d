import { createStore } from './store'

export interface PanelSteps {
  previous: (() => void) | null
  next: (() => void) | null
}

/** From the record in the panel to its neighbours in the list or column behind it; null without such. */
export const panelSteps = createStore<PanelSteps | null>(null)
