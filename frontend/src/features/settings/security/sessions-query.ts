import { queryOptions } from '@tanstack/react-query'
import { get } from '@/shared/api/http'
import type { components } from '@/shared/api/schema'

export type Session = components['schemas']['Session']

export const sessionsKey = ['sessions']

export const sessionsQuery = queryOptions({
  queryKey: sessionsKey,
  queryFn: ({ signal }) => get<{ results: Session[] }>('/me/sessions/', undefined, signal),
})

const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const first = (known: [RegExp, string][], text: string) => known.find(([sign]) => sign.test(text))?.[1]

/** "Firefox · Linux" as far as the browser tells; null when it says nothing that is known. */
export function deviceOf(userAgent: string) {
  const parts = [first(BROWSERS, userAgent), first(SYSTEMS, userAgent)].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : null
}

export const isHandheld = (userAgent: string) => /\b(iPhone|Android|Mobile)\b/.test(userAgent)
