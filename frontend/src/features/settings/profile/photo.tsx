import { useLingui } from '@lingui/react/macro'
import { Button, FileButton, Group, Input } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import { useMe } from '@/shared/api/me'
import type { components } from '@/shared/api/schema'
import { announce } from '@/shared/ui/announce'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'
import { Monogram } from '@/shared/ui/monogram'

type OwnPhoto = components['schemas']['OwnPhoto']

/** Below the photos of everybody, which the initials on the screen are covered with. */
const PHOTOS = ['photos']

/** One's photo: seen wherever one is named, replaced and taken away. */
export function Photo() {
  const { t } = useLingui()
  const { user } = useMe()
  const own = useQuery({
    queryKey: [...PHOTOS, 'own'],
    queryFn: ({ signal }) => get<OwnPhoto>('/me/photo/', undefined, signal),
  })
  const present = Boolean(own.data?.address)
  const change = usePhotoChange()
  return (
    <Input.Wrapper
      label={t`Photo`}
      labelElement="div"
      description={t`PNG, JPEG or WebP, up to 5 MB. The square in the middle is shown to your colleagues; place and time of the picture are not kept.`}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <Group gap="sm" mb={6}>
        <Monogram name={user.name || user.email} size="lg" round of={user.id} />
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => file && change.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={change.isPending}>
              {present ? t`Choose another` : t`Choose a photo`}
            </Button>
          )}
        </FileButton>
        {present && (
          <Button
            variant="subtle"
            color="red"
            disabled={change.isPending}
            onClick={() => change.mutate(null)}
          >{t`Remove`}</Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

/** Shows the picture from now on; null: initials again. */
function usePhotoChange() {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (file: File | null) => {
      if (!file) return request('DELETE', '/me/photo/')
      const body = new FormData()
      body.set('file', file)
      return request('PUT', '/me/photo/', { body })
    },
    onSuccess: async (_, file) => {
      forgetFailure('photo')
      await client.invalidateQueries({ queryKey: PHOTOS })
      announce(file ? t`Your photo is shown` : t`Your photo is removed`)
    },
    onError: (error) => tellFailure('photo', t`Not saved`, error),
  })
}
