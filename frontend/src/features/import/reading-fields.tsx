import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { Preview, Reading } from './import-api'

/** By Python's names of them, as the preview tells them. */
function useEncodings() {
  const { t } = useLingui()
  return [
    { value: 'utf-8', label: 'UTF-8' },
    { value: 'cp1252', label: t`Western European (Windows-1252)` },
    { value: 'mac-roman', label: t`Western European (Mac)` },
    { value: 'cp850', label: t`Western European (DOS)` },
    { value: 'cp1250', label: t`Central European (Windows-1250)` },
    { value: 'cp1251', label: t`Cyrillic (Windows-1251)` },
    { value: 'cp1253', label: t`Greek (Windows-1253)` },
    { value: 'cp1254', label: t`Turkish (Windows-1254)` },
    { value: 'shift_jis', label: t`Japanese (Shift JIS)` },
    { value: 'gb18030', label: t`Chinese (GB 18030)` },
    { value: 'big5', label: t`Chinese (Big5)` },
    { value: 'euc_kr', label: t`Korean (EUC-KR)` },
  ]
}

interface Props {
  preview: Preview
  /** What was chosen so far. */
  reading: Reading
  disabled: boolean
  onChange: (reading: Reading) => void
}

/** Which sheet of a workbook is read, and in which encoding a text that is not surely UTF-8. */
export function ReadingFields({ preview, reading, disabled, onChange }: Props) {
  const { t } = useLingui()
  const encodings = useEncodings()
  const { sheets = [], encoding } = preview
  if (sheets.length > 1)
    return (
      <NativeSelect
        label={t`Sheet`}
        data={sheets}
        value={preview.sheet ?? ''}
        disabled={disabled}
        onChange={(event) => onChange({ sheet: event.currentTarget.value })}
      />
    )
  if (!encoding || (!reading.encoding && encoding.startsWith('utf-8'))) return null
  const shown = encoding.startsWith('utf-8') ? 'utf-8' : encoding
  const known = encodings.some((one) => one.value === shown)
  return (
    <NativeSelect
      label={t`Encoding`}
      description={t`If letters look wrong, choose another one.`}
      data={known ? encodings : [...encodings, { value: shown, label: shown }]}
      value={shown}
      disabled={disabled}
      onChange={(event) => onChange({ encoding: event.currentTarget.value })}
    />
  )
}
