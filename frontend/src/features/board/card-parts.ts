import type { Field, ObjectType } from '@/shared/api/types'
import { fieldByName } from '@/shared/lib/record-value'
import type { CardFields } from './board-model'

/** The fields that a card shows, with their labels. */
export interface CardParts {
  fields: CardFields
  about: Field | null
  amount: Field | null
  date: Field | null
}

export function partsOf({ fields }: ObjectType, card: CardFields): CardParts {
  const find = (name: string | null) => (name && fieldByName(fields, name)) || null
  return { fields: card, about: find(card.about), amount: find(card.amount), date: find(card.date) }
}
