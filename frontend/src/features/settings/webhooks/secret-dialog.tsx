import { useLingui } from '@lingui/react/macro'
import { Button, CopyButton, Modal, Text } from '@mantine/core'
import classes from '../settings.module.css'

/** The secret, the only time that it is shown. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={t`The webhook's secret`} closeOnClickOutside={false}>
      <Text size="sm">
        {t`Copy it into the other system now: it is not shown again. With it the other system can tell that a message comes from here.`}
      </Text>
      <code className={classes.key}>{secret}</code>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button mt="md" fullWidth onClick={copy} data-autofocus>
            {copied ? t`Copied` : t`Copy the secret`}
          </Button>
        )}
      </CopyButton>
    </Modal>
  )
}
