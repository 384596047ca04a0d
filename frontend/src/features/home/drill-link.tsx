import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { filterOf } from './home-api'

interface Props {
  object: string
  filter: unknown
  sort?: string | undefined
  className?: string | undefined
  label?: string
  children: ReactNode
}

/** To the list of exactly the records that a number counts. */
export function DrillLink({ object, filter, sort, className, label, children }: Props) {
  return (
    <Link
      to="/$object"
      params={{ object }}
      search={{ view: 'all', filter: filterOf(filter), ...(sort ? { sort } : {}) }}
      preload={false}
      className={className}
      aria-label={label}
    >
      {children}
    </Link>
  )
}
