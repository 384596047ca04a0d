import { useLingui } from '@lingui/react/macro'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import classes from './files.module.css'
import { useUploads } from './use-uploads'

interface Props {
  object: ObjectType
  record: CrmRecord | undefined
  className: string | undefined
  children: ReactNode
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
const dialogIsOpen = () => document.querySelector('[aria-modal="true"]') !== null

/** Files dropped anywhere on a record, and pictures pasted while it is shown, are added to it. */
export function FileDrop({ object, record, className, children }: Props) {
  const { t } = useLingui()
  const { add } = useUploads(object.name, record?.id ?? '')
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const latest = useRef(add)
  latest.current = add
  // What was made without network can be given none before the server has it.
  const takes = record !== undefined && record.version !== 0 && object.permissions.update

  useEffect(() => {
    if (!takes) return
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0 || dialogIsOpen()) return
      event.preventDefault()
      void latest.current(files)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [takes])

  const enter = (by: number) => {
    depth.current = Math.max(0, depth.current + by)
    setOver(depth.current > 0)
  }
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    enter(-depth.current)
    void add([...event.dataTransfer.files])
  }
  if (!takes) return <div className={className}>{children}</div>
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its equal in the button that picks files
    <div
      className={`${className} ${classes.drop}`}
      onDragEnter={(event) => hasFiles(event) && enter(1)}
      onDragLeave={(event) => hasFiles(event) && enter(-1)}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {over && <div className={classes.over} aria-hidden>{t`Drop the files to add them`}</div>}
    </div>
  )
}
