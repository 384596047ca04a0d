import { useEffect, useState } from 'react'
import { minutesOf } from '@/shared/activities/days'
import classes from './calendar.module.css'

export function NowLine({ timeZone, pixelsPerMinute }: { timeZone: string; pixelsPerMinute: number }) {
  const [now, setNow] = useState(() => new Date().toISOString())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return <div className={classes.now} style={{ top: minutesOf(now, timeZone) * pixelsPerMinute }} aria-hidden />
}
