import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  title: string
  submitLabel: string
  busy: boolean
  error?: string | undefined
  size?: string | number
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

export function FormDialog({ title, submitLabel, busy, error, size = 'md', onSubmit, onClose, children }: Props) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={title} size={size}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {error && (
          <Alert color="red" variant="light" role="alert" mb="sm">
            {error}
          </Alert>
        )}
        <Stack gap="sm">{children}</Stack>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={busy}>
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
