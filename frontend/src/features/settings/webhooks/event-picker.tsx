import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Checkbox, Text } from '@mantine/core'
import classes from './webhooks.module.css'
import type { EventOffer } from './webhooks-api'

interface Props {
  offers: EventOffer[]
  value: string[]
  error?: string | undefined
  onChange: (events: string[]) => void
}

/** Which events, object by object; the first box of an object stands for all of its own. */
export function EventPicker({ offers, value, error, onChange }: Props) {
  const { t } = useLingui()
  const set = (events: string[], on: boolean) =>
    onChange(on ? [...new Set([...value, ...events])] : value.filter((one) => !events.includes(one)))
  return (
    <fieldset className={classes.picker}>
      <legend>{t`Events`}</legend>
      <Text size="xs" c="dimmed" mb={6}>
        {value.length === 0 ? t`Choose at least one.` : plural(value.length, { one: '# chosen', other: '# chosen' })}
      </Text>
      {error && (
        <Text size="sm" c="red" role="alert" mb={6}>
          {error}
        </Text>
      )}
      <div className={classes.offers}>
        {offers.map((offer) => {
          const events = offer.kinds.map((one) => one.event)
          const chosen = events.filter((one) => value.includes(one))
          return (
            <div key={offer.object} role="group" aria-label={offer.label} className={classes.offer}>
              <Checkbox
                label={offer.label}
                aria-label={t`All events of ${offer.label}`}
                fw={500}
                checked={chosen.length === events.length}
                indeterminate={chosen.length > 0 && chosen.length < events.length}
                onChange={(event) => set(events, event.currentTarget.checked)}
              />
              <div className={classes.kinds}>
                {offer.kinds.map(({ event: name, label }) => (
                  <Checkbox
                    key={name}
                    size="xs"
                    label={label}
                    checked={value.includes(name)}
                    onChange={(event) => set([name], event.currentTarget.checked)}
                  />
                ))}
              </div>
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
