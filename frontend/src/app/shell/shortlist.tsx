import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { type Favourite, favouritesQuery, orderFavourites } from '@/shared/interests/interests-api'
import { useRecent } from '@/shared/interests/recent'
import { ObjectIcon } from '@/shared/ui/object-icon'
import classes from './sidebar.module.css'

const MOST_RECENT = 5

interface Props {
  title: string
  records: Favourite[]
  onNavigate: (() => void) | undefined
  onMove?: (index: number, by: number) => void
}

function Records({ title, records, onNavigate, onMove }: Props) {
  const { t } = useLingui()
  const catalogue = useCatalogue()
  const { id: shown } = useParams({ strict: false })
  if (records.length === 0) return null
  const move = (event: KeyboardEvent, index: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!by || !event.altKey || !onMove) return
    event.preventDefault()
    onMove(index, by)
  }
  return (
    <section aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      {records.map((one, index) => (
        <Link
          key={one.id}
          to="/$object/$id"
          params={{ object: one.object, id: one.id }}
          className={classes.link}
          data-active={shown === one.id || undefined}
          title={onMove ? t`Alt and an arrow key move it` : undefined}
          onClick={onNavigate}
          onKeyDown={(event) => move(event, index)}
        >
          <ObjectIcon
            object={catalogue.find((object) => object.name === one.object) ?? { name: one.object, icon: '' }}
            size={16}
          />
          <span className="truncate">{one.name || t`Untitled`}</span>
        </Link>
      ))}
    </section>
  )
}

/** Favourites in the user's own order, then what was opened last. */
export function Shortlist({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const favourites = useQuery(favouritesQuery).data ?? []
  const chosen = new Set(favourites.map((one) => one.id))
  const recent = useRecent().filter((one) => !chosen.has(one.id))
  const move = (index: number, by: number) => {
    const next = [...favourites]
    const [one] = next.splice(index, 1)
    if (one) next.splice(Math.max(0, index + by), 0, one)
    void orderFavourites(client, next)
  }
  return (
    <>
      <Records title={t`Favourites`} records={favourites} onNavigate={onNavigate} onMove={move} />
      <Records title={t`Recent`} records={recent.slice(0, MOST_RECENT)} onNavigate={onNavigate} />
    </>
  )
}
