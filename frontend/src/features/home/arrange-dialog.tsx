import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, Group } from '@mantine/core'
import IconArrowDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconArrowUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '@/shared/ui/form-dialog'
import { useProblemWording } from '@/shared/ui/problem-message'
import classes from './home.module.css'
import { arrange, type Dashboard, dashboardKey } from './home-api'

interface Choice {
  key: string
  label: string
  definition: string
  shown: boolean
}

function moved(choices: Choice[], index: number, by: number) {
  const next = [...choices]
  const [one] = next.splice(index, 1)
  if (one) next.splice(index + by, 0, one)
  return next
}

/** Which numbers one's own home screen shows, and in which order. */
export function ArrangeDialog({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const wording = useProblemWording()
  const [choices, setChoices] = useState<Choice[]>([
    ...dashboard.tiles.map(({ key, label, definition }) => ({ key, label, definition, shown: true })),
    ...dashboard.hidden.map((one) => ({ ...one, shown: false })),
  ])
  const save = useMutation({
    mutationFn: arrange,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: dashboardKey })
      onClose()
    },
  })
  const show = (index: number, shown: boolean) =>
    setChoices(choices.map((one, at) => (at === index ? { ...one, shown } : one)))
  return (
    <FormDialog
      title={t`Arrange your home screen`}
      submitLabel={t`Save`}
      busy={save.isPending}
      error={save.error ? wording(save.error).text : undefined}
      onSubmit={() => save.mutate(choices.filter((one) => one.shown).map((one) => one.key))}
      onClose={onClose}
    >
      <ul className={classes.choices}>
        {choices.map((one, index) => (
          <li key={one.key} className={classes.choice}>
            <Checkbox
              checked={one.shown}
              label={one.label}
              description={one.definition}
              onChange={(event) => show(index, event.currentTarget.checked)}
            />
            <Group gap={0} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                aria-label={t`Move ${one.label} up`}
                disabled={index === 0}
                onClick={() => setChoices(moved(choices, index, -1))}
              >
                <IconArrowUp size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                aria-label={t`Move ${one.label} down`}
                disabled={index === choices.length - 1}
                onClick={() => setChoices(moved(choices, index, 1))}
              >
                <IconArrowDown size={15} aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
      {dashboard.is_own && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => save.mutate(null)}>
          {t`Back to the usual ones`}
        </Button>
      )}
    </FormDialog>
  )
}
