import { createStore } from '@/shared/lib/store'

/** How the company shows itself, at sign-in already. */
export interface Brand {
  name: string
  /** #rrggbb; empty for the product's own colour. */
  accent: string
  /** The logo's address; empty without one. */
  logo: string
  locale: string
}

/** The page names it, so that nothing flashes in other colours first. */
function ofPage(): Brand {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="company"]')
  const { accent = '', logo = '', locale = '' } = meta?.dataset ?? {}
  return { name: meta?.content ?? '', accent, logo, locale }
}

export const brand = createStore<Brand>(ofPage())

/** Takes over what the server says of the company now. */
export function setBrand(next: { name: string; accent: string; logo: string | null; locale: string }) {
  const found = { name: next.name, accent: next.accent, logo: next.logo ?? '', locale: next.locale }
  const now = brand.get()
  const keys = ['name', 'accent', 'logo', 'locale'] as const
  if (keys.some((key) => now[key] !== found[key])) brand.set(found)
}
