import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { components } from '@/shared/api/operator-schema'

/** Below an address that is typed: where it leads, and which other ones a hurried reader takes it for. */
export function AddressHint({ told }: { told: components['schemas']['TenantAddress'] | undefined }) {
  const { t } = useLingui()
  if (!told?.available) return t`The first part of its host name`
  const others = told.resembles.join(', ')
  return (
    <>
      {t`Its people sign in at ${told.host}`}
      {others && (
        <Text span display="block" size="sm" fw={550} c="var(--mantine-color-text)">
          {t`Easily taken for ${others}. Make sure that it is not somebody who pretends to be them.`}
        </Text>
      )}
    </>
  )
}
