import { useLingui } from '@lingui/react/macro'
import { Button, Modal, Text } from '@mantine/core'
import type { ApiKey } from './settings-api'

interface Props {
  apiKey: ApiKey
  onClose: () => void
  onRevoke: () => void
}

/** Asks before a key is revoked, which cannot be undone. */
export function ApiKeyRevoke({ apiKey, onClose, onRevoke }: Props) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={t`Revoke “${apiKey.name}”?`}>
      <Text size="sm">{t`Programs that use this key stop working at once. It cannot be undone.`}</Text>
      <Button color="red" mt="lg" fullWidth onClick={onRevoke}>{t`Revoke the key`}</Button>
    </Modal>
  )
}
