import type { Field, ObjectType } from '@/shared/api/types'
import { fieldByName } from '@/shared/lib/record-value'
import type { CardFields } from './board-model'

/** The fields that a card shows, with their labels. */
export interface CardParts {
  fields: CardFields
  about: Field | null
  amount: Field | null
  date: Field | null
  /** The line of dates, where a deal also says for how long it has been in its stage. */
  hasDates: boolean
  /** Of each card, in pixels: they are placed without being measured. */
  height: number
}

const WHOLE = 98
const LINE = { about: 17, dates: 20 }

export function partsOf({ fields, features }: ObjectType, card: CardFields): CardParts {
  const find = (name: string | null) => (name && fieldByName(fields, name)) || null
  const [about, date] = [find(card.about), find(card.date)]
  const hasDates = date !== null || features.includes('pipeline')
  const height = WHOLE - (about ? 0 : LINE.about) - (hasDates ? 0 : LINE.dates)
  return { fields: card, about, amount: find(card.amount), date, hasDates, height }
}
