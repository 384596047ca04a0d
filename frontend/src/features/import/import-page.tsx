import { useLingui } from '@lingui/react/macro'
import IconFileImport from '@tabler/icons-react/dist/esm/icons/IconFileImport.mjs'
import { useRef, useState } from 'react'
import { useFormat } from '@/shared/lib/format'
import { useKeptFocus } from '@/shared/lib/kept-focus'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { CarryOut } from './carry-out'
import classes from './import.module.css'
import type { Preview } from './import-api'
import { ImportHistory } from './import-history'
import { ImportResult } from './import-result'
import { MappingStep, type Settled, startSettled } from './mapping-step'
import { UploadStep } from './upload-step'

interface Props {
  /** The import whose report is shown. */
  jobId: string | undefined
  object: string | undefined
  onJob: (id: string | undefined) => void
}

/** A file becomes records: choose it, say what its columns are, watch it run, read the report. */
export function ImportPage({ jobId, object, onJob }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const [file, setFile] = useState<{ file: File; preview: Preview; settled?: Settled } | null>(null)
  /** What was only checked, ready to be imported without choosing it once more. */
  const [checked, setChecked] = useState<{ id: string; file: File; settled: Settled } | null>(null)
  const body = useRef<HTMLDivElement>(null)
  useKeptFocus(body)
  useScreenReady(true)
  return (
    <div className={classes.root}>
      <PageHeader icon={<IconFileImport size={18} stroke={1.7} aria-hidden />} title={t`Import`} />
      <div ref={body} className={classes.body}>
        {jobId ? (
          <ImportResult key={jobId} id={jobId} format={format} onAgain={() => onJob(undefined)}>
            {checked?.id === jobId && (
              <CarryOut
                start={() => startSettled(checked.file, checked.settled)}
                onStarted={(job) => {
                  setChecked(null)
                  onJob(job.id)
                }}
                onBack={() => {
                  setFile({ ...checked, preview: checked.settled.preview })
                  onJob(undefined)
                }}
              />
            )}
          </ImportResult>
        ) : file ? (
          <MappingStep
            file={file.file}
            preview={file.preview}
            settled={file.settled}
            onBack={() => setFile(null)}
            onStarted={(job, settled) => {
              const next = { ...settled, options: { ...settled.options, dry_run: false } }
              setChecked(settled.options.dry_run ? { id: job.id, file: file.file, settled: next } : null)
              setFile(null)
              onJob(job.id)
            }}
          />
        ) : (
          <>
            <UploadStep object={object} onPreview={(chosen, preview) => setFile({ file: chosen, preview })} />
            <h2 className={classes.section}>{t`Past imports`}</h2>
            <ImportHistory format={format} />
          </>
        )}
      </div>
    </div>
  )
}
