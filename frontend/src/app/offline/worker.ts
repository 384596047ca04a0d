import { createStore } from '@/shared/lib/store'

/** A worker with a newer build waits, or has already taken over in another tab. */
export const newVersion = createStore<ServiceWorker | 'elsewhere' | null>(null)

let asked = false

/** Lets the app be opened without network. Not while it is developed: there, nothing is built. */
export async function registerWorker() {
  const workers = navigator.serviceWorker
  if (!workers || !import.meta.env.PROD) return
  const hadOne = workers.controller !== null
  workers.addEventListener('controllerchange', () => {
    if (asked) location.reload()
    else if (hadOne) newVersion.set('elsewhere')
  })
  const registration = await workers.register('/sw.js', { scope: '/' })
  const offer = (worker: ServiceWorker | null) => {
    if (worker?.state === 'installed' && workers.controller) newVersion.set(worker)
  }
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => offer(coming))
  })
}

/** Only when the person says so: nothing that is being typed is lost. */
export function takeNewVersion() {
  const worker = newVersion.get()
  if (worker === null || worker === 'elsewhere') return location.reload()
  asked = true
  worker.postMessage('take-over')
}
