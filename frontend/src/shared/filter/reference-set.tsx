import { useLingui } from '@lingui/react/macro'
import { MultiSelect } from '@mantine/core'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useObject } from '@/shared/api/catalogue'
import { recordQuery } from '@/shared/api/records'
import { isObjectTarget, optionsQuery, pipelinesQuery } from '@/shared/fields/targets'
import { isReference, titleOf } from '@/shared/lib/record-value'
import { useDebounced } from '@/shared/lib/use-debounced'

interface Props {
  target: string
  label: string
  /** Ids (from the URL) or references with their names (just chosen). */
  values: unknown[]
  onChange: (values: { id: string; name: string }[]) => void
}

const idOf = (value: unknown) => (isReference(value) ? value.id : String(value))

/** People who are others for everybody who asks. */
const RELATIVE = ['me', 'my_team']

/** Names of the ids that came with the URL and are in no list on the screen. */
function useNames(target: string, titleField: string, ids: string[]) {
  const records = useQueries({
    queries: ids.map((id) => ({ ...recordQuery(target, id), enabled: isObjectTarget(target), retry: false })),
  })
  return new Map(ids.map((id, index) => [id, records[index]?.data ? titleOf(records[index].data, titleField) : null]))
}

/** Several records of one object, chosen by searching. */
export function ReferenceSet({ target, label, values, onChange }: Props) {
  const { t } = useLingui()
  const titleField = useObject(target)?.title_field ?? 'name'
  const [text, setText] = useState('')
  const settled = useDebounced(text.trim(), 200)
  const isStage = target === 'stages'
  const stages = useQuery({ ...pipelinesQuery, enabled: isStage })
  const found = useQuery({
    ...optionsQuery(target, titleField, settled),
    enabled: !isStage,
    placeholderData: keepPreviousData,
  })
  const several = (stages.data?.length ?? 0) > 1
  const options = isStage
    ? (stages.data ?? []).flatMap((pipeline) =>
        pipeline.stages.map(({ id, name }) => ({ id, name: several ? `${pipeline.name} › ${name}` : name })),
      )
    : (found.data ?? [])

  const named = new Map(options.map((option) => [option.id, option.name]))
  for (const value of values) if (isReference(value) && value.name) named.set(value.id, value.name)
  if (target === 'users') named.set('me', t`me`).set('my_team', t`my team`)
  const unnamed = values.map(idOf).filter((id) => !named.has(id))
  const loaded = useNames(target, titleField, unnamed)
  const ids = values.map(idOf)
  const nameOf = (id: string) => named.get(id) ?? loaded.get(id) ?? t`Unknown`
  const relative = target === 'users' ? RELATIVE : []
  const shown = [...new Set([...ids, ...relative, ...options.map((option) => option.id)])]

  return (
    <MultiSelect
      aria-label={t`Values of ${label}`}
      data={shown.map((id) => ({ value: id, label: nameOf(id) }))}
      value={ids}
      onChange={(next) => onChange(next.map((id) => ({ id, name: nameOf(id) })))}
      searchable
      searchValue={text}
      onSearchChange={setText}
      placeholder={ids.length ? undefined : t`Search…`}
      nothingFoundMessage={t`Nothing found.`}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
