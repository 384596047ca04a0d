import { useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import IconBuildings from '@tabler/icons-react/dist/esm/icons/IconBuildingCommunity.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useFormat } from '@/shared/lib/format'
import { useScreenReady } from '@/shared/lib/use-screen-ready'
import { useShortcuts } from '@/shared/shortcuts/registry'
import { PageHeader } from '@/shared/ui/page-header'
import { ProblemMessage } from '@/shared/ui/problem-message'
import { QuickSearch } from '@/shared/ui/quick-search'
import { StateMessage } from '@/shared/ui/state-message'
import classes from './console.module.css'
import { type TenantFilter, tenantChoicesQuery, tenantsQuery } from './console-api'
import { creatingTenant } from './creating-tenant'
import { TenantTable } from './tenant-table'
import { usePlanNames } from './use-plan-names'
import { useTenantWords } from './use-tenant-words'

/** All tenants of the installation. */
export function TenantsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const navigate = useNavigate()
  const filter = useSearch({ strict: false }) as TenantFilter
  const query = useInfiniteQuery(tenantsQuery(filter))
  const pages = query.data?.pages ?? []
  const count = pages[0]?.count
  const change = useCallback(
    (next: TenantFilter) =>
      void navigate({ to: '/console/tenants', search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  )
  const onSearch = useCallback((q: string) => change({ q: q || undefined }), [change])
  const create = () => creatingTenant.set(true)
  useShortcuts([{ keys: 'c', label: t`Make a tenant`, group: t`Console`, run: create }])
  useScreenReady(!query.isPending)
  const narrowed = Boolean(filter.q || filter.state || filter.plan || filter.schema_state || filter.behind)
  return (
    <div className={classes.page}>
      <PageHeader
        icon={<IconBuildings size={18} stroke={1.7} aria-hidden />}
        title={t`Tenants`}
        note={count === undefined ? undefined : format.number(count)}
        actions={
          <Button size="compact-md" leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={create}>
            {t`New tenant`}
          </Button>
        }
      />
      <div className={classes.bar}>
        <QuickSearch label={t`Search tenants`} value={filter.q ?? ''} onChange={onSearch} />
        <TenantFilters filter={filter} onChange={change} />
        {narrowed && (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              change({ q: undefined, state: undefined, plan: undefined, schema_state: undefined, behind: undefined })
            }
          >{t`Clear filters`}</Button>
        )}
      </div>
      <div className={classes.scroll} aria-busy={query.isFetching}>
        {query.isPending ? (
          <Skeleton height={240} m="md" w="auto" />
        ) : query.isError && pages.length === 0 ? (
          <ProblemMessage error={query.error} onRetry={() => query.refetch()} />
        ) : count === 0 ? (
          <StateMessage
            icon={<IconBuildings size={22} stroke={1.6} aria-hidden />}
            title={narrowed ? t`No tenant matches` : t`No tenants yet`}
          >
            {narrowed ? t`Search for less, or clear the filters.` : t`Make the first one.`}
          </StateMessage>
        ) : (
          <>
            <TenantTable
              tenants={pages.flatMap((page) => page.results)}
              sort={filter.sort ?? 'name'}
              onSort={(sort) => change({ sort: sort === 'name' ? undefined : sort })}
            />
            {query.hasNextPage && (
              <div className={classes.more}>
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => query.fetchNextPage()}
                >{t`Load more`}</Button>
              </div>
            )}
          </>
        )}
      </div>
    </div>
  )
}

interface FiltersProps {
  filter: TenantFilter
  onChange: (next: TenantFilter) => void
}

function TenantFilters({ filter, onChange }: FiltersProps) {
  const { t } = useLingui()
  const { states, schemas } = useTenantWords()
  const plans = useQuery(tenantChoicesQuery).data?.plans ?? []
  const planOf = usePlanNames()
  const options = (words: Record<string, { label: string }>) =>
    Object.entries(words).map(([value, { label }]) => ({ value, label }))
  const schema = filter.behind ? 'behind' : (filter.schema_state ?? '')
  const setSchema = (value: string) =>
    onChange(
      value === 'behind'
        ? { behind: true, schema_state: undefined }
        : { behind: undefined, schema_state: value || undefined },
    )
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t`State`}
        data={[{ value: '', label: t`Every state` }, ...options(states)]}
        value={filter.state ?? ''}
        onChange={(event) => onChange({ state: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        aria-label={t`Plan`}
        data={[{ value: '', label: t`Every plan` }, ...plans.map((plan) => ({ value: plan, label: planOf(plan) }))]}
        value={filter.plan ?? ''}
        onChange={(event) => onChange({ plan: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        aria-label={t`Schema`}
        data={[{ value: '', label: t`Every schema` }, ...options(schemas).filter(({ value }) => value !== 'ready')]}
        value={schema}
        onChange={(event) => setSchema(event.currentTarget.value)}
      />
    </>
  )
}
