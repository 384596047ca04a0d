import { useLingui } from '@lingui/react/macro'
import { Checkbox, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldError, formError } from '@/shared/api/form-problem'
import { DateField } from '@/shared/fields/date-field'
import { LOCALES } from '@/shared/i18n/locales'
import { useFormat } from '@/shared/lib/format'
import { FormDialog } from '@/shared/ui/form-dialog'
import { GrowingTextarea } from '@/shared/ui/growing-textarea'
import type { Announcement, NewAnnouncement } from './announcements-api'
import { AudienceField } from './audience-field'
import { useConsoleWrite } from './console-api'
import { useAnnouncementWords } from './use-announcement-words'

interface Props {
  announcement: Announcement | undefined
  onClose: () => void
}

type Values = Pick<
  Announcement,
  'texts' | 'link' | 'level' | 'audience' | 'chosen' | 'dismissible' | 'happens_from' | 'happens_until'
> & { shown_from: string | null; shown_until: string | null }

const DAY = 86_400_000
const MOMENTS = ['shown_from', 'shown_until', 'happens_from', 'happens_until'] as const
const FIELDS = ['link', 'chosen', ...MOMENTS, ...LOCALES.map((locale) => `texts.${locale}`)]

function valuesOf(announcement: Announcement | undefined): Values {
  if (announcement) {
    const { id: _, created_by: _by, created_at: _at, ...values } = announcement
    return values
  }
  const soon = new Date(Math.ceil(Date.now() / 60_000) * 60_000)
  return {
    texts: {},
    link: '',
    level: 'notice',
    audience: 'all',
    chosen: [],
    dismissible: true,
    shown_from: null,
    shown_until: new Date(soon.getTime() + DAY).toISOString(),
    happens_from: null,
    happens_until: null,
  }
}

/** What is told, to whom and how long. */
export function AnnouncementDialog({ announcement, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { levels } = useAnnouncementWords()
  const write = useConsoleWrite<Announcement>()
  const [values, setValues] = useState(() => valuesOf(announcement))
  const set = (part: Partial<Values>) => setValues((old) => ({ ...old, ...part }))
  const submit = () => {
    const { shown_from, ...rest } = values
    const body = { ...rest, ...(shown_from ? { shown_from } : {}) } as NewAnnouncement
    const path = announcement ? `/announcements/${announcement.id}/` : '/announcements/'
    write.mutate({ method: announcement ? 'PATCH' : 'POST', path, body }, { onSuccess: () => onClose() })
  }
  const moment = (name: (typeof MOMENTS)[number], label: string, description?: string) => (
    <DateField
      withTime
      format={format}
      label={label}
      description={description}
      value={values[name]}
      error={fieldError(write.error, name)}
      onChange={(at) => set({ [name]: at })}
    />
  )
  return (
    <FormDialog
      title={announcement ? t`Change the announcement` : t`New announcement`}
      submitLabel={announcement ? t`Save` : t`Announce`}
      size="lg"
      busy={write.isPending}
      error={formError(write.error, FIELDS)}
      disabled={!values.texts.en?.trim() || !values.shown_until}
      onSubmit={submit}
      onClose={onClose}
    >
      <Texts texts={values.texts} error={write.error} onChange={(texts) => set({ texts })} />
      <TextInput
        label={t`Link`}
        description={t`Where more is said, if anywhere`}
        placeholder="https://"
        value={values.link}
        error={fieldError(write.error, 'link')}
        onChange={(event) => set({ link: event.currentTarget.value })}
      />
      <NativeSelect
        label={t`Level`}
        data={Object.entries(levels).map(([value, { label }]) => ({ value, label }))}
        value={values.level}
        onChange={(event) => set({ level: event.currentTarget.value as Values['level'] })}
      />
      <Group grow align="flex-start" gap="sm">
        {moment('shown_from', t`Shown from`, t`Empty: from now on`)}
        {moment('shown_until', t`Shown until`, t`Then it goes by itself`)}
      </Group>
      <Group grow align="flex-start" gap="sm">
        {moment('happens_from', t`Takes place from`, t`Each reader sees it on their own clock`)}
        {moment('happens_until', t`Takes place until`, t`May be left empty`)}
      </Group>
      <Text size="xs" c="dimmed">
        {t`These times are in your time zone, ${format.timeZone}.`}
      </Text>
      <AudienceField values={values} error={fieldError(write.error, 'chosen')} onChange={set} />
      <Checkbox
        label={t`People may close it`}
        checked={values.dismissible}
        onChange={(event) => set({ dismissible: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}

interface TextsProps {
  texts: Record<string, string>
  error: unknown
  onChange: (texts: Record<string, string>) => void
}

/** English, and each other language if somebody writes it. */
function Texts({ texts, error, onChange }: TextsProps) {
  const { t, i18n } = useLingui()
  const names = new Intl.DisplayNames([i18n.locale], { type: 'language' })
  return LOCALES.map((locale) => {
    const name = names.of(locale) ?? locale
    return (
      <GrowingTextarea
        key={locale}
        label={locale === 'en' ? t`Text in English` : t`Text in ${name}`}
        description={locale === 'en' ? undefined : t`Without it, English is shown`}
        lang={locale}
        minRows={2}
        maxLength={500}
        required={locale === 'en'}
        withAsterisk={false}
        {...(locale === 'en' ? { 'data-autofocus': true } : {})}
        value={texts[locale] ?? ''}
        error={fieldError(error, `texts.${locale}`)}
        onChange={(event) => onChange({ ...texts, [locale]: event.currentTarget.value })}
      />
    )
  })
}
