import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldError } from '@/shared/api/form-problem'
import { useDebounced } from '@/shared/lib/use-debounced'
import { AddressHint } from './address-hint'
import { addressQuery } from './console-api'

export interface NewNames {
  slug: string
  name: string
}

interface Props {
  names: NewNames
  /** What an empty name means; without it there must be one. */
  unnamed?: string
  error: unknown
  onChange: (names: NewNames) => void
}

/** The name and the address of a tenant that comes out of another one. */
export function NewNamesInputs({ names, unnamed, error, onChange }: Props) {
  const { t } = useLingui()
  const slug = useDebounced(names.slug.trim())
  const told = useQuery({ ...addressQuery({ slug }), enabled: slug.length > 1 }).data
  const current = told && told.slug === names.slug.trim() ? told : undefined
  return (
    <>
      <TextInput
        label={t`Name`}
        placeholder={unnamed}
        value={names.name}
        required={!unnamed}
        withAsterisk={false}
        maxLength={200}
        error={fieldError(error, 'name')}
        onChange={(event) => onChange({ ...names, name: event.currentTarget.value })}
      />
      <TextInput
        label={t`Address`}
        description={<AddressHint told={current} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={names.slug}
        required
        withAsterisk={false}
        data-autofocus
        error={current?.problem || fieldError(error, 'slug')}
        onChange={(event) => onChange({ ...names, slug: event.currentTarget.value.toLowerCase() })}
      />
    </>
  )
}
