import { TagsInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDebounced } from '@/shared/lib/use-debounced'
import { tenantsQuery } from './console-api'

interface Props {
  label: string
  description?: string
  value: string[]
  error: string | undefined
  onChange: (slugs: string[]) => void
}

/** Tenants by their address, found by name while one types. */
export function TenantTags({ value, onChange, ...input }: Props) {
  const [typed, setTyped] = useState('')
  const wanted = useDebounced(typed.trim())
  const found = useInfiniteQuery({ ...tenantsQuery({ q: wanted || undefined }), enabled: wanted.length > 0 })
  const tenants = found.data?.pages[0]?.results ?? []
  return (
    <TagsInput
      {...input}
      data={tenants.map(({ slug }) => slug)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const name = tenants.find(({ slug }) => slug === option.value)?.name
        return name ? `${name} (${option.value})` : option.value
      }}
      value={value}
      searchValue={typed}
      acceptValueOnBlur
      onSearchChange={setTyped}
      onChange={(slugs) => onChange(slugs.map((slug) => slug.toLowerCase()))}
    />
  )
}
