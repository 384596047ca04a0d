import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { setBrand } from '@/shared/brand/brand'
import { PageHeader } from '@/shared/ui/page-header'

test('the browser calls a page by its heading and the company, and forgets it with the page', () => {
  setBrand({ name: 'Acme', accent: '', logo: null, locale: 'en' })
  const { rerender, unmount } = render(<PageHeader title="Accounts" />)
  expect(document.title).toBe('Accounts · Acme · Freehold')
  rerender(<PageHeader title="Leads" />)
  expect(document.title).toBe('Leads · Acme · Freehold')
  unmount()
  expect(document.title).toBe('Acme · Freehold')
})
