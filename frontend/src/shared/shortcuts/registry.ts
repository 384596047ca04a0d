import { useEffect, useRef } from 'react'
import { createStore, useStore } from '@/shared/lib/store'

export interface Shortcut {
  /** `j`, `?`, `mod+k`, `ctrl+ArrowRight`, or two keys after each other: `g c`. */
  keys: string
  label: string
  group: string
  run: (event: KeyboardEvent) => void
  /** Listed in the sheet, but the component handles the keys itself. */
  listOnly?: boolean
}

/** The person's own choice, from their profile. */
export const singleKeysOff = createStore(false)
const SEQUENCE_MS = 1200
const active = createStore<Shortcut[][]>([])

/** The shortcuts that work on the screen as it is now, the most special first. */
export const useActiveShortcuts = () => [...useStore(active)].reverse().flat()

/** Shortcuts hold as long as the component is mounted; those registered later win. */
export function useShortcuts(shortcuts: Shortcut[]) {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const signature = shortcuts.map((s) => `${s.keys}:${s.label}`).join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list; `run` is read when called
  useEffect(() => {
    const registered = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    active.set([...active.get(), registered])
    return () => active.set(active.get().filter((group) => group !== registered))
  }, [signature])
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

export function strokeOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>) {
  const mod = isMac ? event.metaKey : event.ctrlKey
  const named = event.key.length > 1
  const isLetter = event.key.toLowerCase() !== event.key
  const parts = [
    mod ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && (named || mod || isLetter) ? 'shift' : '',
    named ? event.key : event.key.toLowerCase(),
  ]
  return parts.filter(Boolean).join('+')
}

let waitingFor = ''
let waitingUntil = 0

function find(stroke: string) {
  const all = [...active.get()].reverse().flat()
  const known = (keys: string) => all.find((shortcut) => !shortcut.listOnly && shortcut.keys === keys)
  // A letter that nobody wants with Shift is the letter: who runs may ask the event.
  return known(stroke) ?? (/^shift\+.$/u.test(stroke) ? known(stroke.slice('shift+'.length)) : undefined)
}

const startsSequence = (stroke: string) =>
  active.get().some((group) => group.some((shortcut) => shortcut.keys.startsWith(`${stroke} `)))

const OVER_THE_SCREEN = '[aria-modal="true"], [role="menu"], [role="listbox"]'

/** A closed choice keeps its list in the document, unseen: that is nothing open. */
const isSomethingOpen = () =>
  [...document.querySelectorAll(OVER_THE_SCREEN)].some((one) => one.checkVisibility?.() ?? true)

/** Single keys rest while someone types, while a dialog is open, and for those who switched them off (WCAG 2.1.4). */
function singleKeysRest(event: KeyboardEvent) {
  return isTyping(event.target) || isSomethingOpen() || singleKeysOff.get()
}

export function handleKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return
  const stroke = strokeOf(event)
  if (!stroke.includes('mod+') && singleKeysRest(event)) return
  const sequence = event.timeStamp < waitingUntil ? `${waitingFor} ${stroke}` : ''
  waitingUntil = 0
  const found = (sequence && find(sequence)) || find(stroke)
  if (found) {
    // Text fields have an undo of their own.
    if (stroke === 'mod+z' && isTyping(event.target)) return
    event.preventDefault()
    found.run(event)
  } else if (startsSequence(stroke)) {
    waitingFor = stroke
    waitingUntil = event.timeStamp + SEQUENCE_MS
  }
}

export const modKey = isMac ? '⌘' : 'Ctrl'

const SYMBOLS: Record<string, string> = {
  mod: modKey,
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: '⇧',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
}

/** The keys as they are drawn in the sheet: one entry a key cap. */
export const keyCaps = (keys: string) =>
  keys.split(/[ +]/).map((key) => SYMBOLS[key] ?? (key.length === 1 ? key.toUpperCase() : key))
