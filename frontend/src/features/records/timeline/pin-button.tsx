import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import IconPin from '@tabler/icons-react/dist/esm/icons/IconPin.mjs'
import IconPinnedOff from '@tabler/icons-react/dist/esm/icons/IconPinnedOff.mjs'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useObject } from '@/shared/api/catalogue'
import { recordKeys, updateRecord } from '@/shared/api/records'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import classes from './timeline.module.css'
import { type TimelineActivity, timelineKey } from './timeline-query'

interface Props {
  activity: TimelineActivity
  object: string
  recordId: string
}

/** Puts an activity above the timeline, or takes it down. */
export function PinButton({ activity, object, recordId }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const activities = useObject('activities')
  const field = activities?.fields.find((one) => one.name === 'is_pinned')
  const pin = useMutation({
    mutationFn: () => updateRecord('activities', activity.id, { is_pinned: !activity.is_pinned }),
    onSettled: () => {
      client.invalidateQueries({ queryKey: timelineKey(object, recordId) })
      client.invalidateQueries({ queryKey: recordKeys.object('activities') })
    },
    onSuccess: () => forgetFailure(`activity ${activity.id}`),
    onError: (error) => tellFailure(`activity ${activity.id}`, t`Not saved`, error),
  })
  if (!activities?.permissions.update || field?.access !== 'write') return null
  const label = activity.is_pinned ? t`Unpin: ${activity.subject}` : t`Pin to the top: ${activity.subject}`
  return (
    <ActionIcon
      className={classes.pin}
      size="sm"
      variant="subtle"
      color="gray"
      loading={pin.isPending}
      onClick={() => pin.mutate()}
      aria-label={label}
    >
      {activity.is_pinned ? <IconPinnedOff size={14} aria-hidden /> : <IconPin size={14} aria-hidden />}
    </ActionIcon>
  )
}
