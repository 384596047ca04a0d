import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { csrfToken, get, request } from '@/shared/api/http'
import { ApiProblem } from '@/shared/api/problem'
import type { Page, Reference } from '@/shared/api/types'

export interface RecordFile {
  id: string
  name: string
  media_type: string
  size: number
  /** It can be shown in the page. */
  preview: boolean
  created_at: string
  created_by: Reference | null
  address: string
}

export const filesKey = (object: string, id: string) => ['files', object, id] as const

export const filesQuery = (object: string, id: string) =>
  infiniteQueryOptions({
    queryKey: filesKey(object, id),
    queryFn: ({ pageParam, signal }) =>
      get<Page<RecordFile>>(`/${object}/${id}/files/`, { cursor: pageParam, limit: 100 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })

const MOST_TEXT = 256 * 1024

/** The beginning of a text file. */
export const fileTextQuery = (file: RecordFile) =>
  queryOptions({
    queryKey: ['file-text', file.id],
    queryFn: async ({ signal }) => {
      const response = await fetch(file.address, { headers: { Range: `bytes=0-${MOST_TEXT - 1}` }, signal })
      if (!response.ok) throw new ApiProblem(response.status)
      return response.text()
    },
  })

export const removeFile = async (id: string) =>
  (await request<{ id: string; undo: string | null }>('DELETE', `/files/${id}/`)).data

interface Sending {
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** XMLHttpRequest, because `fetch` tells nothing of what has been sent. */
export function sendFile(object: string, id: string, file: File, { onProgress, signal }: Sending) {
  return new Promise<RecordFile>((resolve, reject) => {
    const call = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', file, file.name)
    call.open('POST', `/api/v1/${object}/${id}/files/`)
    call.setRequestHeader('Accept', 'application/json')
    const token = csrfToken()
    if (token) call.setRequestHeader('X-CSRFToken', token)
    call.responseType = 'json'
    call.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    call.onload = () =>
      call.status < 300
        ? resolve(call.response as RecordFile)
        : reject(new ApiProblem(call.status, call.response ?? {}))
    call.onerror = () => reject(new ApiProblem(0))
    signal.addEventListener('abort', () => call.abort())
    call.send(form)
  })
}
