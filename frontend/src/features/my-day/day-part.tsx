import type { ReactNode } from 'react'
import type { Activity } from '@/shared/activities/activity'
import classes from './my-day.module.css'

interface Props {
  id: string
  title: string
  activities: Activity[]
  tone?: 'late' | undefined
  /** Said in place of an empty part; without it an empty part is left out. */
  empty?: ReactNode
  row: (activity: Activity) => ReactNode
}

export function DayPart({ id, title, activities, tone, empty, row }: Props) {
  if (activities.length === 0 && !empty) return null
  return (
    <section className={classes.part} aria-labelledby={`day-${id}`}>
      <h2 id={`day-${id}`} className={classes.partTitle} data-tone={tone}>
        {title}
        <span className={classes.count}>{activities.length}</span>
      </h2>
      {activities.length === 0 ? (
        <p className={classes.empty}>{empty}</p>
      ) : (
        <ul className={classes.list}>{activities.map(row)}</ul>
      )}
    </section>
  )
}
