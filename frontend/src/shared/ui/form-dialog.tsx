import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useRefusedInView } from './focus-refused'

interface Props {
  title: string
  submitLabel: string
  busy: boolean
  error?: string | undefined
  /** Where the reason of `error` can be done away with. */
  wayUp?: string | undefined
  size?: string | number
  /** Something is still missing. */
  disabled?: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

export function FormDialog({ title, submitLabel, busy, error, wayUp, size = 'md', disabled = false, ...rest }: Props) {
  const { onSubmit, onClose, children } = rest
  const { t } = useLingui()
  const form = useRef<HTMLFormElement>(null)
  useRefusedInView(form, busy)
  return (
    <Modal opened onClose={onClose} title={title} size={size}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {error && (
          <Alert color="red" variant="light" role="alert" mb="sm">
            {error} {wayUp && <Link to={wayUp}>{t`Billing`}</Link>}
          </Alert>
        )}
        <Stack gap="sm">{children}</Stack>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={busy} disabled={disabled}>
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
