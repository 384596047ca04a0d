import { useLingui } from '@lingui/react/macro'
import type { Delivery } from './webhooks-api'

export function useDeliveryStates(): Record<Delivery['state'], string> {
  const { t } = useLingui()
  return { waiting: t`Waiting`, delivered: t`Delivered`, dead: t`Given up`, withheld: t`Not sent` }
}
