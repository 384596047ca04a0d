import { useLingui } from '@lingui/react/macro'

/** The parts of an installation, as people call them; of databases besides the home one, by their own names. */
export function usePartName() {
  const { t } = useLingui()
  const names: Record<string, string> = {
    database: t`Database`,
    broker: t`Broker`,
    migrations: t`Migrations`,
    storage: t`File storage`,
    mail: t`Mail`,
    background_work: t`Background work`,
  }
  return (part: string): string | undefined => {
    const database = part.startsWith('database:') ? part.slice('database:'.length) : ''
    return database ? t`Database ${database}` : names[part]
  }
}
