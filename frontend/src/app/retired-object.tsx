import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconArchive from '@tabler/icons-react/dist/esm/icons/IconArchive.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { settingsQuery } from '@/features/settings/settings-api'
import { StateMessage } from '@/shared/ui/state-message'
import { NotFoundScreen } from './not-found-screen'

export function RetiredObject({ name }: { name: string }) {
  const { t } = useLingui()
  const query = useQuery(settingsQuery('custom-objects'))
  const retired = query.data?.find((one) => one.name === name && one.retired_at)
  if (query.isPending) return null
  if (!retired) return <NotFoundScreen />
  return (
    <StateMessage
      heading="h1"
      icon={<IconArchive size={22} stroke={1.6} aria-hidden />}
      title={t`Retired: ${retired.label_plural}`}
      action={
        <Button component={Link} to="/settings/$section" params={{ section: 'objects' } as never} variant="default">
          {t`To the objects`}
        </Button>
      }
    >
      {t`Nobody finds its records as long as it is retired. They are kept, and there again once it is brought back.`}
    </StateMessage>
  )
}
