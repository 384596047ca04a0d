import { useLingui } from '@lingui/react/macro'
import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'

interface Props {
  label: string
  /** The same, once it was asked. */
  confirmLabel: string
  /** What else goes by it. */
  told: string
  busy: boolean
  onDelete: () => void
}

/** Deletes at the second press, since nothing brings it back; the first says what goes with it. */
export function AskedDeletion({ label, confirmLabel, told, busy, onDelete }: Props) {
  const { t } = useLingui()
  const [asking, setAsking] = useState(false)
  return (
    <Stack gap={6}>
      <span role="status">{asking && told}</span>
      <Group gap="xs">
        {asking && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t`Keep it`}
          </Button>
        )}
        <Button
          variant={asking ? 'filled' : 'subtle'}
          color="red"
          size="compact-sm"
          loading={asking && busy}
          onClick={(event) => {
            // The second press of a double click answers nothing: it came before the question.
            if (event.detail > 1) return
            if (asking) onDelete()
            else setAsking(true)
          }}
        >
          {asking ? confirmLabel : label}
        </Button>
      </Group>
    </Stack>
  )
}
