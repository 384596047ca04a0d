import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/shared/lib/format'
import classes from './console.module.css'
import { Panel } from './panel'
import type { TenantWatch } from './watch-api'

const HEIGHT = 80
const WIDTH = 10

/** Requests by the hour; errors stand in red at the foot of each bar. */
export function TrafficBars({ hours }: { hours: TenantWatch['hours'] }) {
  const { t } = useLingui()
  const format = useFormat()
  const most = Math.max(1, ...hours.map((hour) => hour.requests))
  const total = format.number(hours.reduce((sum, hour) => sum + hour.requests, 0))
  const busiest = hours.reduce(
    (best, hour) => (hour.requests > best.requests ? hour : best),
    hours[0] ?? { requests: 0, hour: '' },
  )
  const label =
    busiest.requests > 0
      ? t`${total} requests in 24 hours, most at ${format.dateTime(busiest.hour)}`
      : t`No requests in 24 hours`
  return (
    <Panel title={t`Requests by the hour`}>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${hours.length * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {hours.map((hour, index) => {
          const height = (hour.requests / most) * HEIGHT
          const wrong = hour.requests ? (hour.errors / hour.requests) * height : 0
          const place = { x: index * WIDTH + 1, width: WIDTH - 2 }
          return (
            <g key={hour.hour}>
              <title>{`${format.dateTime(hour.hour)}: ${format.number(hour.requests)}`}</title>
              <rect {...place} y={0} height={HEIGHT} className={classes.barGround} />
              <rect {...place} y={HEIGHT - height} height={height} className={classes.bar} />
              <rect {...place} y={HEIGHT - wrong} height={wrong} className={classes.barWrong} />
            </g>
          )
        })}
      </svg>
      <p className={classes.quiet}>{label}</p>
    </Panel>
  )
}
