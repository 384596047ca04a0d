import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Section } from './sections'
import { SettingsSection } from './settings-section'
import classes from './settings-start.module.css'

const matches = (section: Section, words: string[]) => {
  const text = `${section.label} ${section.about} ${section.group}`.toLocaleLowerCase()
  return words.every((word) => text.includes(word))
}

/** Everything that can be set, by group, found by what it is about. */
export function SettingsStart({ sections }: { sections: Section[] }) {
  const { t } = useLingui()
  const [search, setSearch] = useState('')
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const found = sections.filter((section) => matches(section, words))
  const groups = [...new Set(found.map((section) => section.group))]
  return (
    <SettingsSection title={t`Settings`} help={t`Yours, and what you may set for everybody.`}>
      <TextInput
        type="search"
        aria-label={t`Search the settings`}
        placeholder={t`Search the settings`}
        leftSection={<IconSearch size={16} aria-hidden />}
        mb="md"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {groups.map((group) => (
        <section key={group} className={classes.group} aria-label={group}>
          <h2 className={classes.groupTitle}>{group}</h2>
          <ul className={classes.cards}>
            {found
              .filter((section) => section.group === group)
              .map(({ name, label, about, icon: Icon, to }) => (
                <li key={name}>
                  <Link to={to ?? '/settings/$section'} params={{ section: name } as never} className={classes.card}>
                    <Icon size={20} stroke={1.6} aria-hidden />
                    <span>
                      <span className={classes.label}>{label}</span>
                      <span className={classes.about}>{about}</span>
                    </span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p role="status" className={classes.about}>
        {found.length === 0 && t`Nothing found.`}
      </p>
    </SettingsSection>
  )
}
