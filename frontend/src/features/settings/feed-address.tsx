import { useLingui } from '@lingui/react/macro'
import { Alert, Button, CopyButton, Group, TextInput } from '@mantine/core'

/** The address just made, to be copied: it is not shown again. */
export function FeedAddress({ address }: { address: string }) {
  const { t } = useLingui()
  return (
    <Alert color="indigo" title={t`Copy the address now: it is not shown again.`}>
      <Group gap="xs" wrap="nowrap" mt={6}>
        <TextInput
          flex={1}
          readOnly
          aria-label={t`Calendar address`}
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={address}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? t`Copied` : t`Copy`}</Button>}
        </CopyButton>
      </Group>
    </Alert>
  )
}
