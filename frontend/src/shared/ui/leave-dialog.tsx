import { useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Text } from '@mantine/core'

interface Props {
  onStay: () => void
  onLeave: () => void
}

/** Asks before what was changed and not saved is lost. */
export function LeaveDialog({ onStay, onLeave }: Props) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onStay} title={t`Leave without saving?`}>
      <Text size="sm">{t`What you changed here is not saved yet.`}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onLeave}>{t`Leave without saving`}</Button>
        <Button data-autofocus onClick={onStay}>{t`Stay here`}</Button>
      </Group>
    </Modal>
  )
}
