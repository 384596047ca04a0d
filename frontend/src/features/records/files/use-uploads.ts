import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { createStore, useStore } from '@/shared/lib/store'
import { announce } from '@/shared/ui/announce'
import { useProblemWording } from '@/shared/ui/problem-message'
import { timelineKey } from '../timeline/timeline-query'
import { filesKey, sendFile } from './files-api'

export interface Upload {
  key: string
  /** Of which record. */
  record: string
  name: string
  /** From 0 to 1. */
  share: number
  error: string | null
  cancel: () => void
}

/** They go on while somebody looks at another record. */
const uploads = createStore<Upload[]>([])
const change = (key: string, part: Partial<Upload>) =>
  uploads.set(uploads.get().map((one) => (one.key === key ? { ...one, ...part } : one)))
const drop = (key: string) => uploads.set(uploads.get().filter((one) => one.key !== key))

/** A pasted screenshot has no name but “image.png”. */
function named(file: File) {
  if (file.name && file.name !== 'image.png') return file
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-').replace('T', ' ')
  return new File([file], `Screenshot ${stamp}.${file.type.split('/')[1] ?? 'png'}`, { type: file.type })
}

export function useUploads(object: string, record: string) {
  const { t } = useLingui()
  const client = useQueryClient()
  const wordingOf = useProblemWording()
  const mine = useStore(uploads).filter((one) => one.record === record)

  const send = async (given: File) => {
    const file = named(given)
    const key = crypto.randomUUID()
    const stop = new AbortController()
    const cancel = () => {
      stop.abort()
      drop(key)
    }
    uploads.set([...uploads.get(), { key, record, name: file.name, share: 0, error: null, cancel }])
    try {
      await sendFile(object, record, file, { signal: stop.signal, onProgress: (share) => change(key, { share }) })
      drop(key)
      announce(t`Added: ${file.name}`)
    } catch (error) {
      const { title, text } = wordingOf(error)
      change(key, { error: text || title })
    }
    client.invalidateQueries({ queryKey: filesKey(object, record) })
    client.invalidateQueries({ queryKey: timelineKey(object, record) })
  }
  /** One after the other, so that large files do not starve each other. */
  const add = async (files: Iterable<File>) => {
    for (const file of files) await send(file)
  }
  return { uploads: mine, add }
}
