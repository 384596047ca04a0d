import { type ReactNode, useEffect } from 'react'
import { brand } from '@/shared/brand/brand'
import { useStore } from './store'

const named = (...parts: string[]) => [...parts, 'Freehold'].filter(Boolean).join(' · ')

/** What tabs, history and bookmarks call the page: its heading first, then whose workspace it is. */
export function usePageTitle(heading: ReactNode) {
  const { name } = useStore(brand)
  const title = typeof heading === 'string' ? heading : ''
  useEffect(() => {
    document.title = named(title, name)
    return () => {
      document.title = named(name)
    }
  }, [title, name])
}
