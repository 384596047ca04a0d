import type { PageViewport, PDFPageProxy } from 'pdfjs-dist'

/** Where a link lies on its page, in percent of its width and height. */
export interface PdfLink {
  address: string
  left: number
  top: number
  width: number
  height: number
}

interface Annotation {
  subtype?: unknown
  url?: unknown
  rect?: unknown
}

/** The address of a web page; null for whatever else a PDF may want to open. */
export function webAddress(url: unknown): string | null {
  if (typeof url !== 'string' || !URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : null
}

const isRect = (rect: unknown): rect is number[] =>
  Array.isArray(rect) && rect.length === 4 && rect.every((one) => Number.isFinite(one))

export function linksOf(
  annotations: Annotation[],
  viewport: Pick<PageViewport, 'convertToViewportPoint' | 'width' | 'height'>,
) {
  return annotations.flatMap(({ subtype, url, rect }): PdfLink[] => {
    const address = webAddress(url)
    if (subtype !== 'Link' || !address || !isRect(rect)) return []
    const [x1, y1] = viewport.convertToViewportPoint(rect[0] ?? 0, rect[1] ?? 0).map(Number) as [number, number]
    const [x2, y2] = viewport.convertToViewportPoint(rect[2] ?? 0, rect[3] ?? 0).map(Number) as [number, number]
    const [left, top] = [Math.min(x1, x2) / viewport.width, Math.min(y1, y2) / viewport.height]
    const [width, height] = [Math.abs(x2 - x1) / viewport.width, Math.abs(y2 - y1) / viewport.height]
    return [{ address, left: left * 100, top: top * 100, width: width * 100, height: height * 100 }]
  })
}

/** The links to web pages on one page of a PDF; nothing else in it can be pressed. */
export const linksOn = async (page: PDFPageProxy) =>
  linksOf(await page.getAnnotations({ intent: 'display' }), page.getViewport({ scale: 1 }))
