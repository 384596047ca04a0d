import { Trans } from '@lingui/react/macro'
import { Button, Group, Text } from '@mantine/core'

export function UndoToast({ label, onUndo }: { label: string; onUndo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm" lineClamp={2}>
        {label}
      </Text>
      <Button size="compact-sm" variant="default" onClick={onUndo} flex="none">
        <Trans>Undo</Trans>
      </Button>
    </Group>
  )
}
