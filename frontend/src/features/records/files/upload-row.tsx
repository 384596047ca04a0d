import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Progress } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import classes from './files.module.css'
import type { Upload } from './use-uploads'

/** A file on its way, or why it did not arrive. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useLingui()
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span className={`${classes.name} truncate`}>{upload.name}</span>
        {upload.error ? (
          <span className={classes.error} role="alert">
            {upload.error}
          </span>
        ) : (
          <Progress value={upload.share * 100} size="sm" aria-label={t`Sending ${upload.name}`} />
        )}
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={upload.cancel}
        aria-label={upload.error ? t`Dismiss: ${upload.name}` : t`Cancel: ${upload.name}`}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </li>
  )
}
