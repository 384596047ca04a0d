import {
  GlobalWorkerOptions,
  getDocument,
  InvalidPDFException,
  PasswordException,
  type PDFDocumentProxy,
} from 'pdfjs-dist'
import workerSrc from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useState } from 'react'
import { ApiProblem } from '@/shared/api/problem'
import type { RecordFile } from './files-api'

GlobalWorkerOptions.workerSrc = workerSrc

export type Trouble = 'damaged' | 'protected' | ApiProblem
interface Pdf {
  document: PDFDocumentProxy | null
  trouble: Trouble | null
}

/** A picture in it that would take more than 200 MB of memory isn't drawn. */
const MOST_PIXELS = 50_000_000

/** The opened document; closed when the file is another one or nobody looks any more. */
export function usePdf(file: RecordFile): Pdf {
  const [pdf, setPdf] = useState<Pdf>({ document: null, trouble: null })
  useEffect(() => {
    const leaving = new AbortController()
    let close = () => {}
    const tell = (next: Pdf) => !leaving.signal.aborted && setPdf(next)
    fetch(file.address, { signal: leaving.signal })
      .then(async (response) => {
        if (!response.ok) throw new ApiProblem(response.status)
        const data = await response.arrayBuffer()
        leaving.signal.throwIfAborted()
        // The content policy allows no WebAssembly; of scripts in the document none is ever run.
        const task = getDocument({ data, useWasm: false, maxImageSize: MOST_PIXELS, verbosity: 0 })
        close = () => void task.destroy()
        tell({ document: await task.promise, trouble: null })
      })
      .catch((error: unknown) => tell({ document: null, trouble: troubleOf(error) }))
    return () => {
      leaving.abort()
      close()
    }
  }, [file.address])
  return pdf
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiProblem) return error
  if (error instanceof PasswordException) return 'protected'
  if (error instanceof InvalidPDFException) return 'damaged'
  return error instanceof TypeError ? new ApiProblem(0) : 'damaged'
}
