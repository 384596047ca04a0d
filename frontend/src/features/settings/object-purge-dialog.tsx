import { Trans, useLingui } from '@lingui/react/macro'
import { Skeleton, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '@/shared/api/http'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { type CustomObject, fieldError, formError, useSettingsWrite } from './settings-api'

/** For ever: so it says what goes, and its name has to be typed. */
export function ObjectPurgeDialog({ object, onClose }: { object: CustomObject; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const write = useSettingsWrite<{ job: string } | undefined>({ quiet: true })
  const path = `/custom-objects/${object.id}/`
  const held = useQuery({
    queryKey: ['custom-object', object.id],
    queryFn: ({ signal }) => get<CustomObject>(path, {}, signal),
  })
  const [typed, setTyped] = useState('')
  const count = held.data?.records
  return (
    <FormDialog
      title={t`Delete ${object.label_plural} for ever?`}
      submitLabel={t`Delete for ever`}
      busy={write.isPending}
      error={formError(write.error, ['name'])}
      disabled={typed.trim() !== object.label_plural}
      onSubmit={() =>
        write.mutate(
          { method: 'POST', path: `${path}purge/`, body: { name: typed.trim() } },
          {
            onSuccess: (answer) => {
              notifications.show({
                message: answer
                  ? t`${object.label_plural} are being deleted: see Background work.`
                  : t`Deleted for ever: ${object.label_plural}`,
              })
              onClose()
            },
          },
        )
      }
      onClose={onClose}
    >
      {count === undefined ? (
        <Skeleton height={20} />
      ) : (
        <Text size="sm" fw={500}>{t`Records that go with it, those in the Trash too: ${format.number(count)}`}</Text>
      )}
      <Text size="sm">
        {t`Its fields, layouts, views, files and imports go, too, and nothing brings them back. Activities about them stay, as does what the audit trail has written.`}
      </Text>
      <TextInput
        label={
          <Trans>
            Type <code>{object.label_plural}</code> to delete it
          </Trans>
        }
        value={typed}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        error={fieldError(write.error, 'name')}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
