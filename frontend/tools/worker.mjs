// Puts the service worker beside the built app, with the names of the files that it keeps.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const SOURCE = new URL('../src/worker/sw.js', import.meta.url)
/** Fonts of other scripts are kept when they were first used; PDFs are not at hand without a connection. */
const KEPT = /^(?!.*\/pdf-content-).*\.(js|css)$|inter-latin-wght-normal-[^/]*\.woff2$/

export const worker = () => ({
  name: 'freehold-worker',
  apply: 'build',
  buildStart() {
    this.addWatchFile(SOURCE.pathname)
  },
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => KEPT.test(name))
        .map((name) => `/static/${name}`)
        .sort()
      const source = readFileSync(SOURCE, 'utf8')
      // The page itself may change with the server: a worker of the same files is the same.
      const version = createHash('sha256').update(source).update(files.join('\n')).digest('hex').slice(0, 12)
      const filled = source.replace('__VERSION__', version).replace('/* __FILES__ */ []', JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: filled })
    },
  },
})
