import { useLingui } from '@lingui/react/macro'
import { Alert, Button, Skeleton, Tabs } from '@mantine/core'
import IconArrowLeft from '@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs'
import IconExternalLink from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import strip from '@/shared/ui/tab-strip.module.css'
import { TintBadge } from '@/shared/ui/tint-badge'
import classes from './console.module.css'
import { type Tenant, tenantQuery } from './console-api'
import { useTenantSections } from './tenant-sections'
import { TenantState } from './tenant-state'
import { useTenantWords } from './use-tenant-words'

interface Props {
  slug: string
  section: string | undefined
  onSection: (id: string) => void
}

/** One tenant: what it is, and what operators do with it. */
export function TenantPage({ slug, section, onSection }: Props) {
  const query = useQuery(tenantQuery(slug))
  useScreenReady(!query.isPending)
  return (
    <div className={classes.page}>
      {query.data ? (
        <Shown tenant={query.data} section={section} onSection={onSection} />
      ) : query.isPending ? (
        <Skeleton height={240} m="md" w="auto" />
      ) : (
        <ProblemMessage heading="h1" error={query.error} onRetry={() => query.refetch()} />
      )}
    </div>
  )
}

function Shown({ tenant, section, onSection }: { tenant: Tenant } & Omit<Props, 'slug'>) {
  const { t } = useLingui()
  const sections = useTenantSections()
  const { stateOf } = useTenantWords()
  const state = stateOf(tenant)
  const shown = sections.find((one) => one.id === section) ?? sections[0]
  const tabs = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another tab was chosen
  useEffect(() => {
    const chosen = tabs.current?.querySelector('[aria-selected=true]')
    chosen?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [shown?.id])
  return (
    <>
      <PageHeader
        icon={
          <Link to="/console/tenants" aria-label={t`All tenants`} style={{ display: 'flex' }}>
            <IconArrowLeft size={18} stroke={1.7} aria-hidden />
          </Link>
        }
        title={tenant.name}
        note={<TintBadge color={state.color}>{state.label}</TintBadge>}
        actions={
          <>
            <Button
              component="a"
              href={tenant.address}
              target="_blank"
              rel="noreferrer"
              size="compact-md"
              variant="default"
              rightSection={<IconExternalLink size={15} stroke={1.8} aria-hidden />}
            >{t`Open`}</Button>
            <TenantState tenant={tenant} />
          </>
        }
      />
      <div className={classes.scroll}>
        <Tabs value={shown?.id ?? null} onChange={(id) => id && onSection(id)} keepMounted={false}>
          <Tabs.List ref={tabs} className={`${classes.tabs} ${strip.root}`} aria-label={tenant.name}>
            {sections.map(({ id, title }) => (
              <Tabs.Tab key={id} value={id}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {sections.map(({ id, component: Section }) => (
            <Tabs.Panel key={id} value={id} className={classes.content}>
              {tenant.state_reason && (
                <Alert variant="light" color={state.color} mb="md" title={state.label}>
                  {tenant.state_reason}
                </Alert>
              )}
              <Section tenant={tenant} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
    </>
  )
}
