import { useLingui } from '@lingui/react/macro'
import type { RefObject } from 'react'
import { useShortcuts } from '@/shared/shortcuts/registry'

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-day-row]')]

function step(by: number) {
  const all = rows()
  const at = all.indexOf(document.activeElement as HTMLElement)
  const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : at + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

const rowOfFocus = () => document.activeElement?.closest('li')

/** From row to row, tick off, reschedule, write a new one: all without the mouse. */
export function useDayKeys(input: RefObject<HTMLInputElement | null>) {
  const { t } = useLingui()
  const group = t`My day`
  useShortcuts([
    { keys: 'j', label: t`Next row`, group, run: () => step(1) },
    { keys: 'k', label: t`Previous row`, group, run: () => step(-1) },
    {
      keys: 'x',
      label: t`Done`,
      group,
      run: () => rowOfFocus()?.querySelector<HTMLElement>('[data-day-row]')?.click(),
    },
    {
      keys: 'r',
      label: t`Reschedule`,
      group,
      run: () => rowOfFocus()?.querySelector<HTMLElement>('[data-reschedule]')?.click(),
    },
    { keys: 'n', label: t`New task`, group, run: () => input.current?.focus() },
  ])
}
