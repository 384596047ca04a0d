import type { ReactNode } from 'react'
import { brand } from '@/shared/brand/brand'
import { CompanyMark } from '@/shared/brand/company-mark'
import { useStore } from '@/shared/lib/store'
import { usePageTitle } from '@/shared/lib/use-page-title'
import classes from './entry-card.module.css'

interface Props {
  title: string
  /** Small print below the title. */
  note?: string
  children: ReactNode
}

/** The one card of a page that is shown to people who have not signed in. */
export function EntryCard({ title, note, children }: Props) {
  const { name, logo } = useStore(brand)
  usePageTitle(title)
  return (
    <main className={classes.root}>
      <section className={classes.card} aria-labelledby="entry-title">
        {logo || name ? (
          <CompanyMark size="lg" />
        ) : (
          <div className={classes.mark} aria-hidden>
            F
          </div>
        )}
        <h1 id="entry-title" className={classes.title}>
          {title}
        </h1>
        <p className={classes.note}>{note}</p>
        {children}
      </section>
    </main>
  )
}
