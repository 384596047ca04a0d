import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import type { ObjectType } from '@/shared/api/types'
import type { Format } from '@/shared/lib/format'
import { FileIcon } from './file-icon'
import { formatSize, inlineAddress, isPicture, isShown } from './file-kind'
import classes from './files.module.css'
import type { RecordFile } from './files-api'
import { useRemoveFile } from './use-remove-file'

interface Props {
  file: RecordFile
  object: ObjectType
  recordId: string
  format: Format
  onShow: () => void
}

/** Pictures up to this size stand as small pictures in the list. */
const MOST_THUMBNAIL = 2 * 1024 * 1024

export function FileRow({ file, object, recordId, format, onShow }: Props) {
  const { t } = useLingui()
  const remove = useRemoveFile(object.name, recordId)
  const small = isPicture(file) && file.size <= MOST_THUMBNAIL
  return (
    <li className={classes.row}>
      <span className={classes.thumb} aria-hidden>
        {small ? <img src={inlineAddress(file)} alt="" loading="lazy" /> : <FileIcon file={file} />}
      </span>
      <div className={classes.what}>
        <a
          href={file.address}
          download={file.name}
          className={`${classes.name} truncate`}
          onClick={(event) => {
            if (!isShown(file) || event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            onShow()
          }}
        >
          {file.name}
        </a>
        <span className={classes.meta}>
          {formatSize(file.size, format)}
          {file.created_by?.name && ` · ${file.created_by.name}`}
          {' · '}
          <time dateTime={file.created_at} title={format.dateTime(file.created_at)}>
            {format.relative(file.created_at)}
          </time>
        </span>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        component="a"
        href={file.address}
        download={file.name}
        aria-label={t`Download: ${file.name}`}
      >
        <IconDownload size={16} aria-hidden />
      </ActionIcon>
      {object.permissions.update && (
        <ActionIcon variant="subtle" color="gray" onClick={() => remove(file)} aria-label={t`Remove: ${file.name}`}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </li>
  )
}
