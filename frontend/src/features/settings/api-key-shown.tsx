import { useLingui } from '@lingui/react/macro'
import { Button, CopyButton, Modal, Text } from '@mantine/core'
import classes from './settings.module.css'
import type { NewApiKey } from './settings-api'

/** The key itself, which is shown this once. */
export function ApiKeyShown({ apiKey, onClose }: { apiKey: NewApiKey; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={t`The key “${apiKey.name}”`} closeOnClickOutside={false}>
      <Text size="sm">{t`Copy it now: it is not shown again.`}</Text>
      <code className={classes.key}>{apiKey.key}</code>
      <CopyButton value={apiKey.key}>
        {({ copied, copy }) => (
          <Button mt="md" fullWidth onClick={copy} data-autofocus>
            {copied ? t`Copied` : t`Copy the key`}
          </Button>
        )}
      </CopyButton>
    </Modal>
  )
}
