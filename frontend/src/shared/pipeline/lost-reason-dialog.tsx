import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'

interface Props {
  name: string
  stage: string
  onConfirm: (reason: string) => void
  onCancel: () => void
}

/** Asked when a deal goes to a lost stage, so that one can learn from it later. */
export function LostReasonDialog({ name, stage, onConfirm, onCancel }: Props) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onCancel} title={t`Move to ${stage}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onConfirm(reason.trim())
        }}
      >
        <Textarea
          label={t`Why was “${name}” lost?`}
          description={t`Optional, but it makes the reports worth reading.`}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
          }}
          data-autofocus
        />
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={onCancel}>{t`Cancel`}</Button>
          <Button type="submit" color="red">{t`Mark as lost`}</Button>
        </Group>
      </form>
    </Modal>
  )
}
