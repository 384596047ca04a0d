import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import type { Company } from './company-api'
import { RateFile } from './rate-file'
import { RateForm } from './rate-form'

const company = { currency: 'EUR', currencies: ['USD'], time_zone: 'Europe/Berlin' } as Company
const HELD = 'USD has a rate of 0.8 from 2026-03-02 by now: it was not replaced.'

/** A server that holds a rate of every day; what it was sent. */
function holding() {
  const sent: Record<string, unknown>[] = []
  server.use(
    http.post(`${API}/exchange-rates/`, async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>
      sent.push(body)
      if (body.replace === false) return HttpResponse.json({ detail: HELD }, { status: 409 })
      return HttpResponse.json({ count: 1 })
    }),
  )
  return sent
}

test('a rate of a day that has one is replaced only once that was said', async () => {
  const sent = holding()
  renderScreen(<RateForm company={company} />)
  const rate = await screen.findByLabelText('1 USD is worth')
  await userEvent.type(rate, '0.9')
  await userEvent.click(screen.getByRole('button', { name: 'Enter' }))
  expect(await screen.findByText(HELD)).toBeVisible()
  expect(rate).toHaveValue('0.9')
  await userEvent.click(screen.getByRole('button', { name: 'Replace it' }))
  await expect.poll(() => rate).toHaveValue('')
  expect(sent.map((body) => body.replace)).toEqual([false, true])
  expect(screen.queryByText(HELD)).toBeNull()
})

test('a rate that is typed anew is asked about anew', async () => {
  holding()
  renderScreen(<RateForm company={company} />)
  const rate = await screen.findByLabelText('1 USD is worth')
  await userEvent.type(rate, '0.9')
  await userEvent.click(screen.getByRole('button', { name: 'Enter' }))
  await screen.findByText(HELD)
  await userEvent.type(rate, '5')
  expect(screen.queryByRole('button', { name: 'Replace it' })).toBeNull()
})

test('a file of rates replaces those that are there only once that was said', async () => {
  const sent = holding()
  const { container } = renderScreen(<RateFile base="EUR" />)
  await screen.findByRole('button', { name: 'From a CSV file …' })
  const input = container.querySelector('input[type=file]') as HTMLInputElement
  await userEvent.upload(input, new File(['day,currency,rate\n2026-03-02,USD,0.9'], 'rates.csv', { type: 'text/csv' }))
  expect(await screen.findByText(HELD)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Replace what is there' }))
  await expect.poll(() => sent.map((body) => body.replace)).toEqual([false, true])
  await expect.poll(() => screen.queryByText(HELD)).toBeNull()
})
