import { useLingui } from '@lingui/react/macro'
import { Button, FileButton, Group, Input, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { accentOf, isHex } from '@/shared/brand/accent'
import { AskedDeletion } from '../asked-deletion'
import { fieldError, useSettingsWrite } from '../settings-api'
import { SettingsPanel } from '../settings-panel'
import { AccentPreview } from './accent-preview'
import classes from './branding.module.css'
import { type Company, useLogo } from './company-api'

const SUGGESTED = ['#3b4fc4', '#0b7285', '#2b8a3e', '#a61e4d', '#9c36b5', '#d9480f', '#495057']

export function Branding({ company }: { company: Company }) {
  const { t } = useLingui()
  const write = useSettingsWrite({ quiet: true })
  const [accent, setAccent] = useState(company.accent)
  const valid = accent === '' || isHex(accent)
  const save = () =>
    write.mutate(
      { method: 'PATCH', path: '/company/', body: { accent } },
      { onSuccess: () => notifications.show({ message: t`Saved`, autoClose: 2500 }) },
    )
  return (
    <SettingsPanel
      title={t`Look`}
      help={t`Your logo and colour, in the menu and at sign-in. A colour that is too bright to be read is used in a darker shade.`}
      onSubmit={save}
      isUnsaved={accent !== company.accent}
      footer={
        <Button
          type="submit"
          loading={write.isPending}
          disabled={!valid || accent === company.accent}
        >{t`Save`}</Button>
      }
    >
      <Logo company={company} />
      <Input.Wrapper
        label={t`Colour`}
        labelElement="div"
        error={
          valid
            ? fieldError(write.error, 'accent')
            : t`Write it as # and six digits or letters up to f, such as #3b4fc4.`
        }
      >
        <div className={classes.swatches} role="group" aria-label={t`Suggested colours`}>
          {SUGGESTED.map((hex) => (
            <button
              key={hex}
              type="button"
              className={classes.swatch}
              style={{ background: hex }}
              aria-label={hex}
              aria-pressed={accent === hex}
              onClick={() => setAccent(hex)}
            />
          ))}
          <input
            type="color"
            className={classes.picker}
            aria-label={t`Choose a colour`}
            value={isHex(accent) ? accent : '#3b4fc4'}
            onChange={(event) => setAccent(event.currentTarget.value)}
          />
          <TextInput
            aria-label={t`Colour as #rrggbb`}
            placeholder="#3b4fc4"
            w={104}
            value={accent}
            maxLength={7}
            error={!valid}
            onChange={(event) => setAccent(event.currentTarget.value.trim().toLowerCase())}
          />
          {accent && (
            <Button variant="subtle" size="compact-sm" onClick={() => setAccent('')}>{t`Freehold's own`}</Button>
          )}
        </div>
      </Input.Wrapper>
      {isHex(accent) && (
        <>
          <AccentPreview accent={accentOf(accent)} />
          {accentOf(accent).adjusted && (
            <p
              className={classes.note}
            >{t`On buttons a darker shade is used, so that white text can be read on it.`}</p>
          )}
        </>
      )}
    </SettingsPanel>
  )
}

function Logo({ company }: { company: Company }) {
  const { t } = useLingui()
  const logo = useLogo()
  return (
    <Input.Wrapper
      label={t`Logo`}
      labelElement="div"
      description={t`PNG, JPEG or WebP, up to 2 MB. A wide one on a transparent ground looks best.`}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <Group gap="md" mb={6}>
        <span className={classes.logo} data-empty={!company.logo || undefined}>
          {company.logo ? <img src={company.logo} alt={t`The logo`} /> : t`None yet`}
        </span>
        <Group gap="xs">
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => file && logo.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" loading={logo.isPending}>
                {company.logo ? t`Choose another` : t`Choose a file`}
              </Button>
            )}
          </FileButton>
          {company.logo && (
            <AskedDeletion
              label={t`Remove`}
              confirmLabel={t`Yes, remove the logo`}
              told={t`It goes from the menu and from the sign-in for everybody.`}
              busy={logo.isPending}
              onDelete={() => logo.mutate(null)}
            />
          )}
        </Group>
      </Group>
    </Input.Wrapper>
  )
}
