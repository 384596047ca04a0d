import { useLingui } from '@lingui/react/macro'
import { Button, Modal, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useCatalogue } from '@/shared/api/catalogue'
import { useMe } from '@/shared/api/me'
import { isProblem } from '@/shared/api/problem'
import { recordKeys } from '@/shared/api/records'
import type { CrmRecord, FieldValue, ObjectType } from '@/shared/api/types'
import type { CreateRequest } from '@/shared/lib/create-request'
import { isBlank, shownTitle } from '@/shared/lib/record-value'
import { makeRecord } from '@/shared/offline/make'
import { announce } from '@/shared/ui/announce'
import { MOST_MERGED, mayMerge } from '../merge/merge-api'
import { AlikeNotice } from './alike-notice'
import { type FormValues, startValues } from './form-fields'
import { RecordForm, type SubmitResult } from './record-form'
import { placeOfNew, typedValues, useUnsent } from './unsent'
import { UnsentNotice } from './unsent-notice'
import { useAlike } from './use-alike'

interface Props {
  request: CreateRequest
  object: ObjectType
  onSwitch: (object: string) => void
  onOpen: (record: CrmRecord) => void
  onMerge: (ids: string[]) => void
  onClose: () => void
}

const withoutBlanks = (values: FormValues): Record<string, FieldValue> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined || isBlank(value) ? [] : [[name, value]])),
  )

/** The form for a new record, over whatever screen is open. */
export function CreateRecord({ request, object, onSwitch, onOpen, onMerge, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const me = useMe()
  const creatable = useCatalogue().filter((one) => one.navigation && one.permissions.create)
  const isFixed = request.values !== undefined || !creatable.some((one) => one.name === object.name)

  const [start] = useState(() => startValues(object, request.values ?? {}, { id: me.user.id, name: me.user.name }))
  const { found, keep, startAfresh, tellKept } = useUnsent(
    // What waits is kept already, and corrected here.
    request.waiting ? null : placeOfNew(object.name, request.values ?? {}),
  )
  const [values, setValues] = useState<FormValues>({})
  const note = useCallback(
    (next: FormValues) => {
      setValues(next)
      keep({ values: typedValues(start, next) })
    },
    [keep, start],
  )
  const alike = useAlike(object, values)

  const submit = async (values: FormValues): Promise<SubmitResult> => {
    if (await alike.holdBack(values)) return { ok: false, message: '', errors: [] }
    const sent = withoutBlanks(values)
    const making = { object: object.name, titleField: object.title_field, values: sent, waiting: request.waiting }
    try {
      const { record, waits } = await makeRecord(making)
      keep(null)
      if (waits) {
        onClose()
        announce(t`Kept on this device until the connection is back`)
        notifications.show({ message: t`Kept on this device until the connection is back` })
        return { ok: true }
      }
      client.invalidateQueries({ queryKey: recordKeys.object(object.name) })
      client.invalidateQueries({ queryKey: ['board', object.name] })
      onClose()
      request.onCreated?.(record)
      const title = shownTitle(record, object)
      announce(t`Created: ${title}`)
      notifications.show({
        id: record.id,
        message: (
          <>
            {t`Created: ${title}`}{' '}
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => {
                notifications.hide(record.id)
                onOpen(record)
              }}
            >{t`Open`}</Button>
            {alike.found.length > 0 && mayMerge(object) && (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => {
                  notifications.hide(record.id)
                  onMerge([record, ...alike.found].slice(0, MOST_MERGED).map((one) => one.id))
                }}
              >{t`Merge…`}</Button>
            )}
          </>
        ),
      })
      return { ok: true }
    } catch (error) {
      if (!isProblem(error)) throw error
      const message = error.isOffline
        ? t`A new record needs a connection. What you typed stays here.`
        : error.detail || error.title
      return { ok: false, message, errors: error.errors }
    }
  }
  return (
    <Modal.Root
      opened
      onClose={() => {
        tellKept()
        onClose()
      }}
      size={720}
      centered={false}
      yOffset="6vh"
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content radius="lg" aria-label={t`New: ${object.label}`}>
        <Modal.Header px={20}>
          <Modal.Title fw={600}>{t`New: ${object.label}`}</Modal.Title>
          {!isFixed && (
            <NativeSelect
              size="xs"
              ms="auto"
              me="xs"
              aria-label={t`What to create`}
              data={creatable.map((one) => ({ value: one.name, label: one.label }))}
              value={object.name}
              onChange={(event) => onSwitch(event.currentTarget.value)}
            />
          )}
          <Modal.CloseButton aria-label={t`Close`} ms={isFixed ? 'auto' : 0} />
        </Modal.Header>
        {found && <UnsentNotice onDiscard={startAfresh} />}
        <RecordForm
          key={found ? 'found' : 'fresh'}
          object={object}
          start={{ ...start, ...found?.values }}
          submitLabel={alike.found.length > 0 ? t`Create anyway` : t`Create`}
          notice={alike.found.length > 0 && <AlikeNotice object={object} found={alike.found} />}
          onValues={note}
          onSubmit={submit}
          onCancel={() => {
            keep(null)
            onClose()
          }}
        />
      </Modal.Content>
    </Modal.Root>
  )
}
