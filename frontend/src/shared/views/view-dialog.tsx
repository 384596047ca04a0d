import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Radio, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { get } from '@/shared/api/http'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import type { ObjectType, Page, Reference, Sharing, ViewColumn } from '@/shared/api/types'
import type { ViewsOf } from './use-views'
import type { Asked } from './view-bar'

interface Props {
  object: ObjectType
  asked: Asked
  views: ViewsOf
  columns: ViewColumn[]
  onClose: () => void
}

/** The teams that one may share with: one's own, or all for those who manage settings. */
function useTeams() {
  const me = useMe()
  const manages = me.rights.includes('settings')
  const all = useQuery({
    queryKey: ['teams'],
    queryFn: async ({ signal }) => (await get<Page<Reference>>('/teams/', undefined, signal)).results,
    enabled: manages,
  })
  return { teams: manages ? (all.data ?? me.teams) : me.teams, manages }
}

/** Names a new view, renames one, or says who sees it; what the server refuses stands beside the field. */
export function ViewDialog({ object, asked, views, columns, onClose }: Props) {
  const { t } = useLingui()
  const { teams, manages } = useTeams()
  const view = asked.kind === 'new' ? null : asked.view
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState<Sharing>(view?.shared ?? 'private')
  const [team, setTeam] = useState<string | null>(view?.team?.id ?? teams[0]?.id ?? null)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const titles = { new: t`Save as a view`, rename: t`Rename the view`, share: t`Share the view` }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const sharing = { shared, ...(shared === 'team' ? { team } : {}) }
    try {
      if (!view) await views.saveAs({ name, columns, ...sharing })
      else await views.change(view, asked.kind === 'rename' ? { name } : sharing)
      onClose()
    } catch (error) {
      const found = isProblem(error) ? error.errors : []
      const message = isProblem(error) ? error.detail || error.title : t`Not saved.`
      setErrors(found.length ? Object.fromEntries(found.map((one) => [one.field, one.message])) : { whole: message })
    } finally {
      setBusy(false)
    }
  }
  const rest = Object.entries(errors).filter(([field]) => field !== 'name' && field !== 'team')
  return (
    <Modal opened onClose={onClose} title={titles[asked.kind]}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {asked.kind !== 'share' && (
            <TextInput
              label={t`Name`}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={errors.name}
              maxLength={80}
              data-autofocus
              withAsterisk
            />
          )}
          {asked.kind !== 'rename' && (
            <Radio.Group label={t`Who sees it`} value={shared} onChange={(next) => setShared(next as Sharing)}>
              <Stack gap={6} mt={6}>
                <Radio value="private" label={t`Only me`} />
                <Radio
                  value="team"
                  label={t`A team and those below it; their members may open it, not change it`}
                  disabled={teams.length === 0}
                />
                <Radio value="everyone" label={t`Everyone`} disabled={!manages && view?.shared !== 'everyone'} />
              </Stack>
            </Radio.Group>
          )}
          {asked.kind !== 'rename' && shared === 'team' && (
            <Select
              label={t`Team`}
              data={teams.map((one) => ({ value: one.id, label: one.name ?? '' }))}
              value={team}
              onChange={setTeam}
              error={errors.team}
              allowDeselect={false}
            />
          )}
          {asked.kind !== 'rename' && (
            <Text size="sm" c="dimmed">
              {t`Everyone sees only the ${object.label_plural} and the fields that their own roles let them see.`}
            </Text>
          )}
          {rest.length > 0 && (
            <Text size="sm" c="red.8" role="alert">
              {rest.map(([, message]) => message).join(' ')}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
            <Button type="submit" loading={busy}>{t`Save`}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
