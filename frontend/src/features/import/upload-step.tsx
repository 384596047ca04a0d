import { useLingui } from '@lingui/react/macro'
import { Alert, Button } from '@mantine/core'
import IconFileSpreadsheet from '@tabler/icons-react/dist/esm/icons/IconFileSpreadsheet.mjs'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useProblemWording } from '@/shared/ui/problem-message'
import classes from './import.module.css'
import { type Preview, previewFile } from './import-api'
import { useObjectChoices } from './object-choices'

interface Props {
  object: string | undefined
  onPreview: (file: File, preview: Preview) => void
}

/** Takes the file: dropped, or chosen. The server reads the beginning and says what it saw. */
export function UploadStep({ object, onPreview }: Props) {
  const { t } = useLingui()
  const wordingOf = useProblemWording()
  const choices = useObjectChoices()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const read = useMutation({
    mutationFn: (file: File) => previewFile(file, { object, otherwise: choices[0]?.value, reading: {} }),
    onSuccess: (preview, file) => onPreview(file, preview),
  })
  const take = (file: File | undefined) => file && read.mutate(file)
  return (
    <>
      {read.isError && (
        <Alert color="red" variant="light" role="alert" mb="md" title={wordingOf(read.error).title}>
          {wordingOf(read.error).text}
        </Alert>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way, the button the other */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files[0])
        }}
      >
        <IconFileSpreadsheet size={34} stroke={1.3} aria-hidden />
        <p className={classes.dropTitle}>{t`Drop a file here`}</p>
        <p className={classes.hint}>
          {t`CSV, TSV or Excel, also as exported by Salesforce, HubSpot, Pipedrive or Zoho.`}
        </p>
        <Button variant="default" loading={read.isPending} onClick={() => input.current?.click()}>
          {t`Choose a file`}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t`File to import`}
          accept=".csv,.tsv,.txt,.xlsx"
          onChange={(event) => {
            take(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
    </>
  )
}
