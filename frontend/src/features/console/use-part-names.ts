import { useLingui } from '@lingui/react/macro'

/** The parts of an installation, as people call them. */
export function usePartNames(): Record<string, string> {
  const { t } = useLingui()
  return {
    database: t`Database`,
    broker: t`Broker`,
    migrations: t`Migrations`,
    storage: t`File storage`,
    mail: t`Mail`,
    background_work: t`Background work`,
  }
}
