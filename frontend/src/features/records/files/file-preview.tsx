import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, ScrollArea, Skeleton } from '@mantine/core'
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs'
import { useQuery } from '@tanstack/react-query'
import { withLaterTexts } from '@/shared/i18n/activate'
import type { Format } from '@/shared/lib/format'
import { whenShown } from '@/shared/on-use/on-use'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { formatSize, inlineAddress, isPdf, isPicture } from './file-kind'
import classes from './files.module.css'
import { fileTextQuery, type RecordFile } from './files-api'

const PdfContent = whenShown(
  withLaterTexts(() => import('./pdf-content').then((m) => m.PdfContent)),
  () => <Skeleton height="62vh" />,
)

interface Props {
  file: RecordFile
  format: Format
  onClose: () => void
}

/** A picture, a PDF or a text over the page. */
export function FilePreview({ file, format, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={file.name} size="xl" centered classNames={{ title: classes.previewTitle }}>
      {isPicture(file) ? (
        <img src={inlineAddress(file)} alt={file.name} className={classes.picture} />
      ) : isPdf(file) ? (
        <PdfContent file={file} />
      ) : (
        <TextContent file={file} />
      )}
      <Group justify="space-between" mt="md">
        <span className={classes.meta}>{formatSize(file.size, format)}</span>
        <Button
          component="a"
          href={file.address}
          download={file.name}
          variant="default"
          size="compact-md"
          leftSection={<IconDownload size={15} aria-hidden />}
        >{t`Download`}</Button>
      </Group>
    </Modal>
  )
}

function TextContent({ file }: { file: RecordFile }) {
  const { t } = useLingui()
  const query = useQuery(fileTextQuery(file))
  if (query.isError) return <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
  if (query.isPending) return <Skeleton height={120} />
  return (
    <ScrollArea.Autosize
      mah="62vh"
      className={classes.text}
      viewportProps={{ tabIndex: 0, 'aria-label': t`Content`, role: 'region' }}
    >
      <pre>{query.data}</pre>
    </ScrollArea.Autosize>
  )
}
