import '@testing-library/jest-dom/vitest'
import { i18n } from '@lingui/core'
import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { messages } from '@/shared/i18n/en/messages.po'
import { server } from './server'

// What jsdom lacks and the components ask for.
window.matchMedia = (media: string): MediaQueryList => ({
  matches: false,
  media,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
})
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Element.prototype.scrollIntoView = () => undefined

// As long as a test may take: what a busy machine needs two seconds for is not wrong.
configure({ asyncUtilTimeout: 15_000 })

i18n.loadAndActivate({ locale: 'en', messages })

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  cleanup()
  server.resetHandlers()
  // The files share their modules, so what one was told would be told in the next.
  notifications.clean()
  document.querySelector('[data-announcer]')?.remove()
  localStorage.clear()
})
afterAll(() => server.close())
