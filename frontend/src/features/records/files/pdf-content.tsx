import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Group, Skeleton } from '@mantine/core'
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconFileAlert from '@tabler/icons-react/dist/esm/icons/IconFileAlert.mjs'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { type KeyboardEvent, useState } from 'react'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import type { RecordFile } from './files-api'
import classes from './pdf.module.css'
import { PdfPage } from './pdf-page'
import { type Trouble, usePdf } from './use-pdf'

/** A PDF drawn page by page; nothing in it runs, and only its links to web pages lead anywhere. */
export function PdfContent({ file }: { file: RecordFile }) {
  const { document, trouble } = usePdf(file)
  if (trouble) return <Failure trouble={trouble} />
  if (!document) return <Skeleton height="62vh" />
  return <Pages document={document} name={file.name} />
}

function Pages({ document, name }: { document: PDFDocumentProxy; name: string }) {
  const { t } = useLingui()
  const [number, setNumber] = useState(1)
  const count = document.numPages
  const go = (next: number) => setNumber(Math.min(count, Math.max(1, next)))
  const keys: Record<string, number> = { ArrowLeft: number - 1, ArrowRight: number + 1, Home: 1, End: count }
  const turn = (event: KeyboardEvent) => {
    const next = keys[event.key]
    if (next === undefined) return
    event.preventDefault()
    go(next)
  }
  return (
    <div role="group" aria-label={name} onKeyDown={turn}>
      <PdfPage key={number} document={document} number={number} name={name} />
      {count > 1 && (
        <Group justify="center" gap="xs" mt="xs">
          <ActionIcon
            variant="default"
            aria-label={t`Previous page`}
            disabled={number === 1}
            onClick={() => go(number - 1)}
          >
            <IconChevronLeft size={16} aria-hidden className={classes.arrow} />
          </ActionIcon>
          <span className={classes.number} aria-live="polite">
            {t`Page ${number} of ${count}`}
          </span>
          <ActionIcon
            variant="default"
            aria-label={t`Next page`}
            disabled={number === count}
            onClick={() => go(number + 1)}
          >
            <IconChevronRight size={16} aria-hidden className={classes.arrow} />
          </ActionIcon>
        </Group>
      )}
    </div>
  )
}

function Failure({ trouble }: { trouble: Trouble }) {
  const { t } = useLingui()
  if (typeof trouble !== 'string') return <ProblemMessage error={trouble} />
  return (
    <StateMessage
      icon={<IconFileAlert size={22} stroke={1.6} aria-hidden />}
      title={trouble === 'protected' ? t`This PDF is protected by a password` : t`This PDF can't be shown`}
    >
      {trouble === 'protected'
        ? t`Download it, and open it in a program that asks for the password.`
        : t`It seems to be damaged. Download it, or ask whoever added it for another copy.`}
    </StateMessage>
  )
}
