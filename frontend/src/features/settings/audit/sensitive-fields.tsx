import { useLingui } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { get, request } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import type { components } from '@/shared/api/schema'
import type { Page } from '@/shared/api/types'
import { Changing } from '../changing'
import { Loaded } from '../loaded'
import classes from './audit.module.css'

type Marked = components['schemas']['SensitiveField']

const markedQuery = queryOptions({
  queryKey: ['sensitive-fields'],
  queryFn: async ({ signal }) => (await get<Page<Marked>>('/sensitive-fields/', undefined, signal)).results,
})

/** Fields whose every showing stands in the trail. */
export function SensitiveFields() {
  const { t } = useLingui()
  const client = useQueryClient()
  const objects = useCatalogue()
  const query = useQuery(markedQuery)
  const [object, setObject] = useState(objects[0]?.name ?? '')
  const [field, setField] = useState('')
  const mark = useMutation({
    mutationFn: async (body: { object: string; field: string; sensitive: boolean }) =>
      (await request<Page<Marked>>('POST', '/sensitive-fields/', { body })).data.results,
    onSuccess: (results) => {
      client.setQueryData(markedQuery.queryKey, results)
      client.invalidateQueries({ queryKey: ['objects'] })
      setField('')
    },
  })
  const chosen = objects.find((one) => one.name === object)
  const free = (chosen?.fields ?? []).filter(
    (one) => one.section !== 'system' && one.name !== chosen?.title_field && one.name !== 'owner' && one.name !== 'id',
  )
  const refusal = isProblem(mark.error) ? mark.error.errors[0]?.message || mark.error.detail : undefined
  return (
    <section className={classes.sensitive} aria-labelledby="sensitive-fields">
      <h2 id="sensitive-fields">{t`Sensitive fields`}</h2>
      <p>{t`Whoever is shown one of these, in a record, list, export or search, stands in the trail.`}</p>
      <Loaded query={query}>
        {(marked) => (
          <>
            {marked.length > 0 && (
              <ul className={classes.marks}>
                {marked.map((one) => (
                  <li key={`${one.object}.${one.field}`}>
                    <span>
                      {one.object_label}: <strong>{one.label}</strong>
                    </span>
                    <Changing>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        aria-label={t`No longer sensitive: ${one.label}`}
                        onClick={() => mark.mutate({ object: one.object, field: one.field, sensitive: false })}
                      >{t`Remove`}</Button>
                    </Changing>
                  </li>
                ))}
              </ul>
            )}
            <Changing>
              <form
                className={classes.add}
                onSubmit={(event) => {
                  event.preventDefault()
                  if (field) mark.mutate({ object, field, sensitive: true })
                }}
              >
                <NativeSelect
                  label={t`Object of the field`}
                  data={objects.map(({ name, label_plural }) => ({ value: name, label: label_plural }))}
                  value={object}
                  onChange={(event) => {
                    setObject(event.currentTarget.value)
                    setField('')
                  }}
                />
                <NativeSelect
                  label={t`Sensitive field`}
                  error={refusal}
                  data={[
                    { value: '', label: t`Choose a field` },
                    ...free
                      .filter((one) => !marked.some((held) => held.object === object && held.field === one.name))
                      .map(({ name, label }) => ({ value: name, label })),
                  ]}
                  value={field}
                  onChange={(event) => setField(event.currentTarget.value)}
                />
                <Button type="submit" variant="default" disabled={!field} loading={mark.isPending}>
                  {t`Mark as sensitive`}
                </Button>
              </form>
            </Changing>
          </>
        )}
      </Loaded>
    </section>
  )
}
