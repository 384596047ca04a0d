import { type ButtonHTMLAttributes, cloneElement, type ReactElement } from 'react'
import type { Format } from '@/shared/lib/format'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'

const ReschedulePanel = onUse(() => import('./reschedule-panel').then((part) => part.ReschedulePanel))

export interface RescheduleProps {
  format: Format
  /** The button that opens the choice. */
  children: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>
  onDay: (day: string) => void
}

/** To today, tomorrow, next week, or a day of one's choice. */
export function RescheduleMenu({ children, ...rest }: RescheduleProps) {
  const { anchor, close, button } = useDrop('dialog')
  return (
    <>
      {cloneElement(children, button)}
      {anchor && <ReschedulePanel {...rest} anchor={anchor} onClose={close} />}
    </>
  )
}
