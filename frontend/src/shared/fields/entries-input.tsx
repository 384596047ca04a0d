import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { ReactNode } from 'react'
import type { Field, LabelledValue } from '@/shared/api/types'

interface Props {
  field: Field
  value: LabelledValue[]
  onChange: (value: LabelledValue[]) => void
  error?: ReactNode
  withLabel: boolean
}

/** Several e-mail addresses or phone numbers, each with a word for what it is. */
export function EntriesInput({ field, value, onChange, error, withLabel }: Props) {
  const { t } = useLingui()
  const isEmail = field.type === 'emails'
  const change = (index: number, part: Partial<LabelledValue>) =>
    onChange(value.map((entry, at) => (at === index ? { ...entry, ...part } : entry)))
  return (
    <Input.Wrapper
      component="fieldset"
      label={withLabel ? field.label : undefined}
      labelElement="div"
      aria-label={field.label}
      error={error}
      style={{ border: 0, padding: 0, margin: 0 }}
    >
      <Stack gap={6}>
        {value.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own
          <Group key={index} gap={6} wrap="nowrap">
            <TextInput
              flex={2}
              type={isEmail ? 'email' : 'tel'}
              aria-label={`${field.label} ${index + 1}`}
              value={entry.value}
              onChange={(event) => change(index, { value: event.currentTarget.value })}
            />
            <TextInput
              flex={1}
              aria-label={t`Label of entry ${index + 1}`}
              placeholder={t`Label`}
              value={entry.label}
              onChange={(event) => change(index, { label: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t`Remove entry ${index + 1}`}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...value, { value: '', label: '' }])}
        >
          {isEmail ? t`Add an e-mail address` : t`Add a phone number`}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}
