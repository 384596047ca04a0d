import IconFile from '@tabler/icons-react/dist/esm/icons/IconFile.mjs'
import IconFileText from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs'
import IconFileTypePdf from '@tabler/icons-react/dist/esm/icons/IconFileTypePdf.mjs'
import IconFileZip from '@tabler/icons-react/dist/esm/icons/IconFileZip.mjs'
import IconPhoto from '@tabler/icons-react/dist/esm/icons/IconPhoto.mjs'
import IconTable from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import type { RecordFile } from './files-api'

const ENDINGS: Record<string, typeof IconFile> = {
  zip: IconFileZip,
  xlsx: IconTable,
  csv: IconTable,
  ods: IconTable,
  docx: IconFileText,
  odt: IconFileText,
}

export function FileIcon({ file, size = 18 }: { file: Pick<RecordFile, 'name' | 'media_type'>; size?: number }) {
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? ''
  const byKind = file.media_type.startsWith('image/')
    ? IconPhoto
    : { 'application/pdf': IconFileTypePdf, 'text/plain': IconFileText }[file.media_type]
  const Icon = ENDINGS[ending] ?? byKind ?? IconFile
  return <Icon size={size} stroke={1.6} aria-hidden />
}
