import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { makeObject } from '@/test/factories'
import { renderScreen } from '@/test/render'
import { API, server } from '@/test/server'
import { MergePage } from './merge-page'

vi.mock('@tanstack/react-router', () => ({ Link: ({ children }: { children: unknown }) => children }))

let asked: string[] = []
let client: { refetchQueries: () => Promise<void> } | undefined

vi.mock('@tanstack/react-query', async (original) => {
  const query = await original<typeof import('@tanstack/react-query')>()
  return {
    ...query,
    useQueryClient: () => {
      const found = query.useQueryClient()
      client = found
      return found
    },
  }
})

beforeEach(() => {
  asked = []
  server.use(
    http.get(`${API}/contacts/:id/`, ({ params }) => {
      asked.push(`read ${params.id}`)
      return HttpResponse.json({ id: params.id, name: `Tern ${params.id}`, version: 1 })
    }),
    http.post(`${API}/contacts/merge/`, async ({ request }) => {
      const { dry_run } = (await request.json()) as { dry_run?: boolean }
      asked.push(dry_run ? 'preview' : 'merge')
      if (dry_run) return HttpResponse.json({ moves: [], attached: {} })
      return HttpResponse.json({ record: { id: 'a', name: 'Tern a' }, undo: null })
    }),
  )
})

test('a double click merges once, and afterwards nothing is asked for what is gone', async () => {
  const onMerged = vi.fn()
  renderScreen(<MergePage object={makeObject()} ids={['a', 'b']} onMerged={onMerged} onCancel={() => undefined} />)
  const button = await screen.findByRole('button', { name: 'Merge 2 records' })
  await waitFor(() => expect(asked).toContain('preview'))
  asked = []
  await userEvent.dblClick(button)
  await waitFor(() => expect(onMerged).toHaveBeenCalledWith('a'))
  // What a signal of the change does while the page still stands.
  await act(() => client?.refetchQueries() ?? Promise.resolve())
  expect(asked).toEqual(['merge'])
})
