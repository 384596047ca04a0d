// The service worker: keeps the app's own files, so that it opens without network. Never anything of the API.
// The build puts in the version and the files (`tools/worker.mjs`); the server answers it at /sw.js.
const VERSION = '__VERSION__'
const FILES = /* __FILES__ */ []
const PREFIX = 'app-'
const CACHE = PREFIX + VERSION
const SHELL = '/__shell'
/** What the app's page does not answer: the same as in the server's addresses. */
const NOT_THE_APP =
  /^\/(api(\/|$)|_allauth\/|static\/|media\/|feeds\/|unsubscribe\/|webhooks\/|healthz$|readyz$|metrics$|sw\.js$|app\.webmanifest$)/

/** The page and the files of one build stand and go together; the page's nonce stands in its own header. */
async function install() {
  const cache = await caches.open(CACHE)
  const shell = await fetch('/', { cache: 'reload' })
  if (!shell.ok) throw new Error(`The page answered ${shell.status}.`)
  await cache.put(SHELL, shell)
  await cache.addAll(FILES)
}

async function activate() {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  )
  await self.clients.claim()
}

/** The server's page; without a connection the kept one. */
async function page(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await caches.match(SHELL, { cacheName: CACHE })
    if (kept) return kept
    throw error
  }
}

/** Names of these files hold a hash of their content: what is kept is right. */
async function file(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && (await caches.has(CACHE))) {
    const cache = await caches.open(CACHE)
    await cache.put(request, answer.clone())
  }
  return answer
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (!NOT_THE_APP.test(pathname)) event.respondWith(page(request))
  } else if (pathname.startsWith('/static/assets/')) event.respondWith(file(request))
})
