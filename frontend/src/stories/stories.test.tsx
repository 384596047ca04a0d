import { render, waitFor } from '@testing-library/react'
import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { online } from '@/shared/lib/connection'
import { Frame, type Look } from './frame'
import { storyFiles } from './story'

const LOOKS: Look[] = [
  { locale: 'en', scheme: 'light', direction: 'ltr' },
  { locale: 'de', scheme: 'dark', direction: 'rtl' },
]
const all = storyFiles.flatMap(({ of, states }) =>
  Object.entries(states).flatMap(([name, draw]) =>
    LOOKS.map((look) => ({ title: `${of}: ${name}, ${look.locale}`, look, draw })),
  ),
)

// jsdom has none, and the router asks for it.
window.scrollTo = () => undefined
afterEach(() => online.set(true))

test.each(all)('$title is drawn, and axe finds no fault', async ({ look, draw }) => {
  const { baseElement } = render(<Frame {...look}>{draw()}</Frame>)
  await waitFor(() => expect(baseElement.textContent?.trim()).not.toBe(''))
  // Colours are not computed here, and a part of a page has no landmarks: the browser's tests look at those.
  const rules = {
    'color-contrast': { enabled: false },
    region: { enabled: false },
    'page-has-heading-one': { enabled: false },
  }
  const { violations } = await axe.run(baseElement, { rules })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
})
