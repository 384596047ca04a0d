import { useLingui } from '@lingui/react/macro'
import { Button, Input, SimpleGrid, Stack, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import type { ReactNode } from 'react'
import type { Address, Field } from '@/shared/api/types'
import classes from './addresses-input.module.css'

interface Props {
  field: Field
  value: Address[]
  onChange: (value: Address[]) => void
  error?: ReactNode
  withLabel: boolean
}

const EMPTY: Address = { label: '', street: '', city: '', region: '', postal_code: '', country: '' }

export function AddressesInput({ field, value, onChange, error, withLabel }: Props) {
  const { t } = useLingui()
  const parts: [keyof Address, string][] = [
    ['label', t`Label`],
    ['street', t`Street`],
    ['postal_code', t`Postal code`],
    ['city', t`City`],
    ['region', t`Region`],
    ['country', t`Country`],
  ]
  const change = (index: number, part: keyof Address, text: string) =>
    onChange(value.map((address, at) => (at === index ? { ...address, [part]: text } : address)))
  return (
    <Input.Wrapper
      component="fieldset"
      label={withLabel ? field.label : undefined}
      labelElement="div"
      aria-label={field.label}
      error={error}
      style={{ border: 0, padding: 0, margin: 0 }}
    >
      <Stack gap={8}>
        {value.map((address, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: addresses have no identity of their own
          <div key={index} className={classes.address}>
            <SimpleGrid cols={2} spacing={6} verticalSpacing={6}>
              {parts.map(([part, label]) => (
                <TextInput
                  key={part}
                  aria-label={`${label} (${index + 1})`}
                  placeholder={label}
                  value={address[part] ?? ''}
                  onChange={(event) => change(index, part, event.currentTarget.value)}
                />
              ))}
            </SimpleGrid>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              mt={6}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >{t`Remove this address`}</Button>
          </div>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...value, EMPTY])}
        >{t`Add an address`}</Button>
      </Stack>
    </Input.Wrapper>
  )
}
