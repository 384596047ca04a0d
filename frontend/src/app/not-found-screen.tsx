import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import IconMoodEmpty from '@tabler/icons-react/dist/esm/icons/IconMoodEmpty.mjs'
import { Link } from '@tanstack/react-router'
import { StateMessage } from '@/shared/ui/state-message'

export function NotFoundScreen() {
  const { t } = useLingui()
  return (
    <StateMessage
      heading="h1"
      icon={<IconMoodEmpty size={22} stroke={1.6} aria-hidden />}
      title={t`There is nothing here`}
      action={<Button component={Link} to="/" variant="default">{t`Back to the start`}</Button>}
    >
      {t`The address is wrong, or what it led to is gone.`}
    </StateMessage>
  )
}
