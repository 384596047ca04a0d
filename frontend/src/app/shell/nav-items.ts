import { useMemo } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import type { ObjectType } from '@/shared/api/types'
import { goToKeys } from './go-to-keys'

export interface NavItem {
  object: ObjectType
  hasBoard: boolean
  /** Objects whose records go through a pipeline open on their board. */
  opensOnBoard: boolean
  goTo: string | undefined
}

export function useNavItems(): NavItem[] {
  const objects = useCatalogue()
  return useMemo(() => {
    const shown = objects.filter((object) => object.navigation)
    const keys = goToKeys(shown.map((object) => object.name))
    return shown.map((object) => ({
      object,
      hasBoard: object.features.includes('board'),
      opensOnBoard: object.features.includes('pipeline'),
      goTo: keys.get(object.name),
    }))
  }, [objects])
}
