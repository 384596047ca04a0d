import { useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { type Shortcut, useActiveShortcuts } from '@/shared/shortcuts/registry'
import { KeyCaps } from '@/shared/ui/key-caps'
import classes from './shortcut-sheet.module.css'

function byGroup(shortcuts: Shortcut[]) {
  const groups = new Map<string, Shortcut[]>()
  for (const shortcut of shortcuts) {
    const group = groups.get(shortcut.group) ?? []
    if (!group.some((known) => known.keys === shortcut.keys)) groups.set(shortcut.group, [...group, shortcut])
  }
  return [...groups]
}

/** Lists the keys that work on the screen behind it. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const groups = byGroup(useActiveShortcuts())
  return (
    <Modal opened onClose={onClose} title={t`Keyboard shortcuts`} size="lg">
      <div className={classes.groups}>
        {groups.map(([name, shortcuts]) => (
          <section key={name} className={classes.group} aria-label={name}>
            <h3 className={classes.title}>{name}</h3>
            <dl className={classes.list}>
              {shortcuts.map((shortcut) => (
                <div key={shortcut.keys} className={classes.row}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <KeyCaps keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
