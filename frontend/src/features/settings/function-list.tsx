import { useLingui } from '@lingui/react/macro'
import { Accordion } from '@mantine/core'
import classes from './fields.module.css'
import type { FormulaFunction } from './settings-api'

/** All functions with what they do and an example, by subject. */
export function FunctionList({ functions }: { functions: FormulaFunction[] }) {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    Logic: t`Logic`,
    Numbers: t`Numbers`,
    Money: t`Money`,
    Text: t`Text`,
    Dates: t`Dates`,
  }
  const groups = [...new Set(functions.map((one) => one.group))]
  return (
    <Accordion variant="contained" chevronPosition="left" mt="xs" order={3}>
      <Accordion.Item value="functions">
        <Accordion.Control>{t`All functions`}</Accordion.Control>
        <Accordion.Panel>
          <p className={classes.hint}>
            {t`Besides: + - * / % for numbers, & joins texts, = != < <= > >= compare, and, or, not combine. Dates take and give days: expected_close_date - today().`}
          </p>
          <div className={classes.functions} role="region" aria-label={t`All functions`} tabIndex={0}>
            {groups.map((group) => (
              <section key={group} aria-label={labels[group] ?? group}>
                <h4 className={classes.group}>{labels[group] ?? group}</h4>
                <dl className={classes.reference}>
                  {functions
                    .filter((one) => one.group === group)
                    .map((one) => (
                      <div key={one.name}>
                        <dt>
                          <code>{one.signature}</code>
                        </dt>
                        <dd>
                          {one.help} <code className={classes.example}>{one.example}</code>
                        </dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
          </div>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
