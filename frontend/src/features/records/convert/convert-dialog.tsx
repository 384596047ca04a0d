import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { isProblem } from '@/shared/api/problem'
import { pageQuery, recordKeys } from '@/shared/api/records'
import type { CrmRecord, Filter, ObjectType, Reference } from '@/shared/api/types'
import { ReferencePicker } from '@/shared/fields/reference-picker'
import { useUndo } from '@/shared/undo/use-undo'
import classes from './convert-dialog.module.css'
import { convertLead, namesOf, OBJECT_OF, PARTS, type Part, type Wishes } from './convert-lead'

type Way = 'new' | 'existing' | 'none'

interface Choice {
  way: Way
  existing: Reference | null
  name: string
}

interface Props {
  lead: CrmRecord
  onClose: () => void
}

/** The one record that is there already: an account of this name, a contact with this address. */
function useKnown(object: ObjectType | undefined, field: string, value: unknown): Reference | null {
  const text = typeof value === 'string' ? value : ''
  const filter: Filter = { field, op: 'startswith', value: text }
  const page = useQuery({
    ...pageQuery(object?.name ?? '', { filter, fields: `id,name,${field}`, limit: 10 }),
    enabled: object !== undefined && text !== '',
  })
  const same = page.data?.results.filter((one) => String(one[field] ?? '').toLowerCase() === text.toLowerCase()) ?? []
  const [only] = same
  return only && same.length === 1 ? { id: only.id, name: String(only.name) } : null
}

function wishOf(part: Part, choice: Choice): Wishes[Part] {
  if (choice.way === 'none') return null
  if (choice.way === 'existing') return choice.existing?.id ?? null
  return part === 'contact' ? {} : { name: choice.name }
}

/** Says what a lead becomes: each of the three new, one that is there, or none. */
export function ConvertDialog({ lead, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { offer } = useUndo()
  const objects = useCatalogue()
  const [changed, setChanged] = useState<Partial<Record<Part, Partial<Choice>>>>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const objectOf = (part: Part) => objects.find((one) => one.name === OBJECT_OF[part])
  const known = {
    account: useKnown(objectOf('account'), 'name', lead.company),
    contact: useKnown(objectOf('contact'), 'email', lead.email),
    opportunity: null,
  }
  const names = namesOf(lead)
  const choiceOf = (part: Part): Choice => {
    const start: Way = known[part] ? 'existing' : objectOf(part)?.permissions.create ? 'new' : 'none'
    return { way: start, existing: known[part], name: names[part], ...changed[part] }
  }
  const change = (part: Part, values: Partial<Choice>) => {
    setChanged((old) => ({ ...old, [part]: { ...old[part], ...values } }))
    setErrors({})
  }

  const refresh = () => {
    for (const object of ['leads', ...Object.values(OBJECT_OF)])
      client.invalidateQueries({ queryKey: recordKeys.object(object) })
    for (const key of ['board', 'timeline']) client.invalidateQueries({ queryKey: [key] })
  }

  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (busy) return
    const missing = PARTS.filter((part) => choiceOf(part).way === 'existing' && !choiceOf(part).existing)
    setErrors(Object.fromEntries(missing.map((part) => [part, t`Choose one, or say “None”.`])))
    setRefusal('')
    if (missing.length > 0) return
    setBusy(true)
    try {
      const wishes = Object.fromEntries(PARTS.map((part) => [part, wishOf(part, choiceOf(part))])) as Wishes
      const done = await convertLead(lead.id, wishes, lead.version)
      refresh()
      onClose()
      // Away first: the page of a record that is in the Trash would ask for it again.
      const onUndone = () => {
        navigate({ to: '/$object/$id', params: { object: 'leads', id: lead.id } }).then(refresh)
      }
      if (done.undo) offer({ token: done.undo, label: t`Converted: ${names.contact}`, onUndone })
      const [object, id] = done.opportunity
        ? ['opportunities', done.opportunity]
        : done.contact
          ? ['contacts', done.contact]
          : ['accounts', done.account]
      if (id) navigate({ to: '/$object/$id', params: { object: object as string, id } })
    } catch (error) {
      if (!isProblem(error)) throw error
      setErrors(Object.fromEntries(error.errors.map((one) => [one.field.split('.')[0], one.message])))
      setRefusal(error.isOffline ? t`The server cannot be reached.` : error.detail || error.title)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title={t`Convert the lead`} size="lg">
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {refusal}
            </Alert>
          )}
          {PARTS.map((part) => {
            const object = objectOf(part)
            return object ? (
              <PartChoice
                key={part}
                part={part}
                object={object}
                choice={choiceOf(part)}
                found={known[part] !== null}
                error={errors[part]}
                onChange={(values) => change(part, values)}
              />
            ) : null
          })}
          <Text size="sm" c="dimmed">
            {t`The lead stays as it is, marked as converted; its calls, mails and notes are shown with the new records, too.`}
          </Text>
        </Stack>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={busy} data-autofocus>{t`Convert`}</Button>
        </Group>
      </form>
    </Modal>
  )
}

interface PartProps {
  part: Part
  object: ObjectType
  choice: Choice
  found: boolean
  error: string | undefined
  onChange: (values: Partial<Choice>) => void
}

function PartChoice({ part, object, choice, found, error, onChange }: PartProps) {
  const { t } = useLingui()
  const ways = [
    { value: 'new', label: t`New`, disabled: !object.permissions.create },
    { value: 'existing', label: t`Existing`, disabled: !object.permissions.read },
    { value: 'none', label: t`None` },
  ]
  return (
    <div role="group" aria-label={object.label} className={classes.part}>
      <div className={classes.head}>
        <span className={classes.label}>{object.label}</span>
        <SegmentedControl
          size="xs"
          data={ways}
          value={choice.way}
          onChange={(way) => onChange({ way: way as Way })}
          aria-label={object.label}
        />
      </div>
      {choice.way === 'existing' && (
        <ReferencePicker
          target={object.name}
          value={choice.existing}
          onChange={(existing) => onChange({ existing })}
          ariaLabel={object.label}
          description={found ? t`Found by what the lead says.` : undefined}
          error={error}
        />
      )}
      {choice.way === 'new' && (
        <TextInput
          aria-label={t`Name`}
          value={choice.name}
          readOnly={part === 'contact'}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          error={error}
        />
      )}
    </div>
  )
}
