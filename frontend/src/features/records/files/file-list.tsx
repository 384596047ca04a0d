import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Button, FileButton, Skeleton } from '@mantine/core'
import IconPaperclip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CrmRecord, ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { StateMessage } from '@/shared/ui/state-message'
import { FilePreview } from './file-preview'
import { FileRow } from './file-row'
import classes from './files.module.css'
import { filesQuery, type RecordFile } from './files-api'
import { UploadRow } from './upload-row'
import { useUploads } from './use-uploads'

interface Props {
  object: ObjectType
  record: CrmRecord
  format: Format
}

/** A record's files: add, look, load down, remove. */
export function FileList({ object, record, format }: Props) {
  const { t } = useLingui()
  const query = useInfiniteQuery(filesQuery(object.name, record.id))
  const { uploads, add } = useUploads(object.name, record.id)
  const [shown, setShown] = useState<RecordFile | null>(null)
  const files = query.data?.pages.flatMap((page) => page.results) ?? []
  const mayAdd = object.permissions.update
  const count = query.hasNextPage ? '' : plural(files.length, { one: '# file', other: '# files' })
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <span className={classes.hint}>
          {files.length > 0 ? count : mayAdd && t`Drop files here, or paste a picture.`}
        </span>
        {mayAdd && (
          <FileButton multiple onChange={(chosen) => void add(chosen)} inputProps={{ 'aria-label': t`Add files` }}>
            {(props) => (
              <Button
                {...props}
                flex="none"
                size="compact-sm"
                variant="default"
                leftSection={<IconPaperclip size={14} aria-hidden />}
              >{t`Add files`}</Button>
            )}
          </FileButton>
        )}
      </div>
      {query.isPending && <Skeleton height={40} />}
      {query.isError && files.length === 0 && <ProblemMessage error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && files.length + uploads.length === 0 && (
        <StateMessage icon={<IconPaperclip size={22} stroke={1.6} aria-hidden />} title={t`No files yet`}>
          {mayAdd
            ? t`Offers, contracts, pictures: whoever sees this record sees them too.`
            : t`Files that others add to this record appear here.`}
        </StateMessage>
      )}
      <ul className={classes.list} aria-label={t`Files`}>
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} />
        ))}
        {files.map((file) => (
          <FileRow
            key={file.id}
            file={file}
            object={object}
            recordId={record.id}
            format={format}
            onShow={() => setShown(file)}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          loading={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >{t`Load more`}</Button>
      )}
      {shown && <FilePreview file={shown} format={format} onClose={() => setShown(null)} />}
    </div>
  )
}
