import { useLingui } from '@lingui/react/macro'
import { Button, CopyButton, Group, Modal, Text } from '@mantine/core'
import classes from './security.module.css'

interface Props {
  codes: string[]
  onClose: () => void
}

/** For the day the phone is lost: each signs in once. */
export function RecoveryCodes({ codes, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Modal opened onClose={onClose} title={t`Recovery codes`}>
      <Text size="sm" mb="sm">
        {t`Keep them where you find them without your phone. Each of them signs you in once, in place of the app's code.`}
      </Text>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group justify="flex-end" gap="xs" mt="lg">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t`Copied` : t`Copy`}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose} data-autofocus>{t`I have kept them`}</Button>
      </Group>
    </Modal>
  )
}
