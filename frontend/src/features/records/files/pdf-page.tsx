import { useLingui } from '@lingui/react/macro'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import classes from './pdf.module.css'
import { linksOn, type PdfLink } from './pdf-links'

interface Props {
  document: PDFDocumentProxy
  number: number
  name: string
}

/** One page as wide as there is room, and its words for those who don't see it. */
export function PdfPage({ document, number, name }: Props) {
  const { t } = useLingui()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')
  const [drawn, setDrawn] = useState(false)
  const [links, setLinks] = useState<PdfLink[]>([])
  useEffect(() => {
    let stop = () => {}
    let left = false
    const draw = async () => {
      const page = await document.getPage(number)
      const surface = canvas.current
      if (left || !surface) return
      const width = surface.parentElement?.clientWidth ?? 720
      const scale = (width / page.getViewport({ scale: 1 }).width) * Math.min(2, window.devicePixelRatio || 1)
      const viewport = page.getViewport({ scale })
      surface.width = viewport.width
      surface.height = viewport.height
      const task = page.render({ canvas: surface, viewport })
      stop = () => task.cancel()
      await task.promise
      setDrawn(true)
      const leads = await linksOn(page)
      if (!left) setLinks(leads)
      const { items } = await page.getTextContent()
      if (!left) setWords(items.map((item) => ('str' in item ? item.str : '')).join(' '))
    }
    draw().catch(() => undefined)
    return () => {
      left = true
      stop()
    }
  }, [document, number])
  return (
    <section className={classes.page} tabIndex={0} aria-label={t`Page ${number} of ${name}`}>
      <div className={classes.sheet}>
        <canvas ref={canvas} className={classes.canvas} data-drawn={drawn || undefined} aria-hidden />
        {links.map(({ address, left, top, width, height }) => (
          <a
            key={`${address} ${left} ${top}`}
            href={address}
            target="_blank"
            rel="noopener noreferrer"
            title={address}
            className={classes.link}
            style={{ left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` }}
          >
            <span className="visually-hidden">{t`${address}, opens in a new tab`}</span>
          </a>
        ))}
      </div>
      <p className="visually-hidden">{words}</p>
    </section>
  )
}
