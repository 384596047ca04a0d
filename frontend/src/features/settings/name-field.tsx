import { useLingui } from '@lingui/react/macro'
import { TextInput, type TextInputProps } from '@mantine/core'
import { fieldError } from './settings-api'

interface Props extends Pick<TextInputProps, 'label' | 'description' | 'maxLength'> {
  value: string
  /** What the last attempt to save failed with. */
  failure: unknown
  /** What was seen before it was sent. */
  fault?: string | undefined
  onChange: (value: string) => void
}

/** The name that a dialog begins with; a refusal of it stands below. */
export function NameField({ failure, fault, onChange, ...rest }: Props) {
  const { t } = useLingui()
  return (
    <TextInput
      name="name"
      label={t`Name`}
      required
      withAsterisk={false}
      data-autofocus
      error={fault ?? fieldError(failure, 'name')}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  )
}
