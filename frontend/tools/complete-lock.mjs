// Completes package-lock.json after `npm install`: an index that does not serve the optional packages of foreign
// platforms makes npm leave them out of the lock, and `npm ci` then calls the lock out of sync. The entries added here
// are never installed where os, cpu or libc do not match. It also drops `resolved` addresses, so that any index serves.
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'package-lock.json'
const SYSTEMS = [
  'android',
  'darwin',
  'linux',
  'win32',
  'freebsd',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'openharmony',
  'windows',
]
const CPUS = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'ia32',
  arm: 'arm',
  armv7: 'arm',
  'arm-gnueabihf': 'arm',
  'arm-musleabihf': 'arm',
  'arm-eabi': 'arm',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  mips64el: 'mips64el',
  wasm32: 'wasm32',
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'))

/** True when the lock holds `name` where the package at `path` would find it. */
function isLocked(path, name) {
  for (let folder = path; ; ) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true
    if (!folder) return false
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : ''
  }
}

function entryFor(name, range, dev) {
  const target = name.split('/').pop()
  const fsevents = target === 'fsevents'
  const os = fsevents
    ? 'darwin'
    : (SYSTEMS.find((s) => target.includes(s)) ?? (target.includes('wasm') ? 'wasi' : undefined))
  if (!os) return undefined
  const cpu = Object.keys(CPUS)
    .sort((a, b) => b.length - a.length)
    .find((c) => new RegExp(`(^|[-.])${c}([-.]|$)`).test(target))
  const libc = /musl/.test(target) ? ['musl'] : /linux.*gnu/.test(target) ? ['glibc'] : undefined
  return {
    version: range.replace(/^[~^]/, ''),
    ...(dev ? { dev: true } : {}),
    license: 'SEE PACKAGE',
    optional: true,
    os: [os === 'windows' ? 'win32' : os],
    ...(cpu ? { cpu: [CPUS[cpu]] } : {}),
    ...(libc ? { libc } : {}),
  }
}

let added = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  delete entry.resolved
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue
    const made = entryFor(name, range, entry.dev)
    if (!made) {
      console.error(`left out: ${name} ${range} (no platform in its name)`)
      continue
    }
    lock.packages[`node_modules/${name}`] = made
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added} entries added`)
