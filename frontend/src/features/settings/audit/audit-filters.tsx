import { useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCatalogue } from '@/shared/api/catalogue'
import type { TrailFilter } from '@/shared/trail/trail-api'
import { settingsQuery } from '../settings-api'
import classes from './audit.module.css'

interface Props {
  filter: TrailFilter
  onChange: (filter: TrailFilter) => void
}

/** The day as an instant: its beginning where the person is. */
const instantOf = (day: string, daysOn = 0) => {
  if (!day) return ''
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysOn).toISOString()
}
const dayOf = (instant: string | undefined, daysBack = 0) => {
  if (!instant) return ''
  const at = new Date(instant)
  at.setDate(at.getDate() - daysBack)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

function without(filter: TrailFilter, ...names: (keyof TrailFilter)[]): TrailFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !names.includes(name as keyof TrailFilter)))
}

/** Who, what, of which object and field, when, which words. */
export function AuditFilters({ filter, onChange }: Props) {
  const { t } = useLingui()
  const objects = useCatalogue()
  const users = useQuery(settingsQuery('users')).data ?? []
  const fields = objects.find((one) => one.name === filter.object)?.fields ?? []
  const set = (name: keyof TrailFilter, value: string, ...drops: (keyof TrailFilter)[]) =>
    onChange(value ? { ...without(filter, name, ...drops), [name]: value } : without(filter, name, ...drops))
  const everyone = { value: '', label: t`Everybody` }
  const people = users.map(({ id, name }) => ({ value: id, label: name }))
  const select = (name: keyof TrailFilter, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect
      size="sm"
      label={label}
      data={data}
      value={filter[name] ?? ''}
      onChange={(event) => set(name, event.currentTarget.value, ...(name === 'object' ? (['field'] as const) : []))}
    />
  )
  return (
    <search className={classes.filters} aria-label={t`Narrow the trail`}>
      {select('actor', t`Done by`, [everyone, ...people])}
      {select('about', t`Happened to`, [{ value: '', label: t`Anything` }, ...people])}
      {select('group', t`What`, [
        { value: '', label: t`Everything` },
        { value: 'records', label: t`Changes of records` },
        { value: 'views', label: t`Views of sensitive fields` },
        { value: 'sign_ins', label: t`Sign-ins and passwords` },
        { value: 'permissions', label: t`Users and permissions` },
        { value: 'settings', label: t`Settings` },
        { value: 'keys', label: t`API keys` },
        { value: 'transfers', label: t`Imports and exports` },
      ])}
      {select('object', t`Object`, [
        { value: '', label: t`All objects` },
        ...objects.map(({ name, label_plural }) => ({ value: name, label: label_plural })),
      ])}
      {select('field', t`Field`, [
        { value: '', label: filter.object ? t`All fields` : t`Choose an object first` },
        ...fields.filter((one) => one.section !== 'system').map(({ name, label }) => ({ value: name, label })),
      ])}
      <TextInput
        type="date"
        size="sm"
        label={t`From`}
        value={dayOf(filter.since)}
        onChange={(event) => set('since', instantOf(event.currentTarget.value))}
      />
      <TextInput
        type="date"
        size="sm"
        label={t`Up to`}
        value={dayOf(filter.until, 1)}
        onChange={(event) => set('until', instantOf(event.currentTarget.value, 1))}
      />
      <TextInput
        size="sm"
        label={t`Search`}
        placeholder={t`Names of people and records`}
        value={filter.search ?? ''}
        onChange={(event) => set('search', event.currentTarget.value)}
      />
      {Object.keys(filter).length > 0 && (
        <Button className={classes.reset} variant="default" onClick={() => onChange({})}>{t`Clear filters`}</Button>
      )}
    </search>
  )
}
