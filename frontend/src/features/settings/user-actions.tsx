import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMe } from '@/shared/api/me'
import { photosQuery } from '@/shared/live/photos'
import { onUse } from '@/shared/on-use/on-use'
import { useDrop } from '@/shared/on-use/use-drop'
import { Changing } from './changing'
import { type User, useSettingsWrite } from './settings-api'
import { useTellInvited } from './use-tell-invited'

const UserActionMenu = onUse(() => import('./user-action-menu').then((m) => m.UserActionMenu))

export type UserAction = 'edit' | 'access' | 'hand-over' | 'two-step' | 'deactivate'

interface Props {
  user: User
  onOpen: (action: UserAction) => void
}

/** What can be done about one user. */
export function UserActions({ user, onOpen }: Props) {
  const { t } = useLingui()
  const me = useMe()
  const menu = useDrop('menu')
  const write = useSettingsWrite<User>()
  const tellInvited = useTellInvited()
  const reactivate = () =>
    write.mutate(
      { method: 'PATCH', path: `/users/${user.id}/`, body: { active: true } },
      { onSuccess: () => notifications.show({ message: t`${user.name} may sign in again` }) },
    )
  const inviteAgain = () =>
    write.mutate(
      { method: 'POST', path: `/users/${user.id}/invite-again/`, body: {} },
      { onSuccess: (invited) => tellInvited(invited, t`Invited again: ${user.email}`) },
    )
  const client = useQueryClient()
  const photos = useQuery({ ...photosQuery, staleTime: 60_000 })
  const hasPhoto = photos.data?.results.some((one) => one.user === user.id) ?? false
  const removePhoto = () =>
    write.mutate(
      { method: 'DELETE', path: `/users/${user.id}/photo/` },
      {
        onSuccess: () => {
          void client.invalidateQueries({ queryKey: photosQuery.queryKey })
          notifications.show({ message: t`The photo of ${user.name} is removed` })
        },
      },
    )
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Changing>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t`Edit ${user.name}`}
          onClick={() => onOpen('edit')}
        >{t`Edit`}</Button>
      </Changing>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t`More about ${user.name}`}
        loading={write.isPending}
        {...menu.button}
      >
        <IconDots size={17} aria-hidden />
      </ActionIcon>
      {menu.anchor && (
        <UserActionMenu
          user={user}
          isOneself={user.id === me.user.id}
          hasPhoto={hasPhoto}
          anchor={menu.anchor}
          onClose={menu.close}
          onOpen={onOpen}
          onInviteAgain={inviteAgain}
          onReactivate={reactivate}
          onRemovePhoto={removePhoto}
        />
      )}
    </Group>
  )
}
