import { useLingui } from '@lingui/react/macro'
import { ActionIcon, Alert, Button } from '@mantine/core'
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconStar from '@tabler/icons-react/dist/esm/icons/IconStar.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { type KeyboardEvent, useState } from 'react'
import type { ObjectType, SavedView, ViewColumn } from '@/shared/api/types'
import { onUse } from '@/shared/on-use/on-use'
import type { ViewsOf } from './use-views'
import classes from './view-bar.module.css'
import { ViewMenu } from './view-menu'

const ViewDialog = onUse(() => import('./view-dialog').then((m) => m.ViewDialog))

interface Props {
  object: ObjectType
  views: ViewsOf
  /** What the list shows now; a board has none. */
  columns?: ViewColumn[]
  /** Whether something is shown that could be worth a view. */
  saves: boolean
}

export type Asked = { kind: 'new' } | { kind: 'rename' | 'share'; view: SavedView }

function SharedIcon({ view }: { view: SavedView }) {
  const { t } = useLingui()
  if (view.is_default) return <IconStar size={13} stroke={1.8} aria-label={t`Opens by default`} />
  if (view.shared === 'private') return <IconLock size={13} stroke={1.8} aria-label={t`Only you see this view`} />
  return <IconUsers size={13} stroke={1.8} aria-label={t`Shared`} />
}

/** Left, right, Home and End go from tab to tab, as tabs do everywhere. */
function onTabKey(event: KeyboardEvent<HTMLDivElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')]
  const at = tabs.indexOf(document.activeElement as HTMLElement)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
  if (to === undefined || at < 0) return
  event.preventDefault()
  event.stopPropagation()
  tabs[(to + tabs.length) % tabs.length]?.focus()
}

/** The views of this list as tabs, the open one with what can be done with it. */
export function ViewBar({ object, views, columns, saves }: Props) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<Asked | null>(null)
  const { active, changed, open, save } = views
  return (
    <>
      <div className={classes.root} data-no-print>
        <div role="tablist" aria-label={t`Views`} className={classes.tabs} onKeyDown={onTabKey}>
          <button
            type="button"
            role="tab"
            aria-selected={!active}
            tabIndex={active ? -1 : 0}
            className={classes.tab}
            onClick={() => open(null)}
          >{t`All ${object.label_plural}`}</button>
          {views.views.map((view) => (
            <button
              key={view.id}
              type="button"
              role="tab"
              aria-selected={view.id === active?.id}
              tabIndex={view.id === active?.id ? 0 : -1}
              className={classes.tab}
              title={view.name}
              onClick={() => open(view)}
            >
              <SharedIcon view={view} />
              <span className="truncate">{view.name}</span>
              {view.id === active?.id && changed && (
                <span className={classes.dot} role="img" aria-label={t`Changed`} title={t`Changed`} />
              )}
            </button>
          ))}
        </div>
        {active && <ViewMenu view={active} views={views} onSave={() => save(active, columns)} onAsk={setAsked} />}
        {!active && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={t`Save as a view`}
            title={t`Save as a view`}
            onClick={() => setAsked({ kind: 'new' })}
          >
            <IconPlus size={16} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        <span className={classes.spread} />
        {active && changed && (
          <div className={classes.changed}>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => open(active)}>{t`Reset`}</Button>
            {active.editable ? (
              <Button size="compact-sm" variant="light" onClick={() => save(active, columns)}>{t`Save`}</Button>
            ) : (
              <Button size="compact-sm" variant="light" onClick={() => setAsked({ kind: 'new' })}>
                {t`Save as…`}
              </Button>
            )}
          </div>
        )}
        {!active && saves && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => setAsked({ kind: 'new' })}
          >{t`Save as a view`}</Button>
        )}
      </div>
      {active && active.withheld.length > 0 && (
        <Alert color="yellow" variant="light" py={6} radius={0}>
          {t`A part of this view uses something that you may not see or that is gone. It was left out, so you may see more rows than its author.`}
        </Alert>
      )}
      {asked && (
        <ViewDialog
          object={object}
          asked={asked}
          views={views}
          columns={columns ?? []}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
