import { useLingui } from '@lingui/react/macro'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { get, request } from '@/shared/api/http'
import { isProblem } from '@/shared/api/problem'
import type { components } from '@/shared/api/schema'
import { forgetFailure, tellFailure } from '@/shared/ui/failures'

type Schemas = components['schemas']
export type User = Schemas['User']
export type Team = Schemas['Team']
export type Role = Schemas['Role']
export type RoleGrant = Schemas['RoleGrant']
export type Pipeline = Schemas['Pipeline']
export type PipelineTemplate = Schemas['PipelineTemplate']
export type Stage = Schemas['Stage']
export type CustomField = Schemas['CustomField']
export type CustomObject = Schemas['CustomObject']
export type Rollup = Schemas['Rollup']
export type Layout = Schemas['Layout']
export type LayoutSection = Schemas['LayoutSection']
export type FormulaFunction = Schemas['FormulaFunction']
export type CheckedField = Schemas['CheckedCustomField']
export type TypeChanged = Schemas['CustomFieldTypeChanged']
export type Domain = Schemas['WorkspaceDomain']
export type ApiKey = Schemas['ApiKey']
type Webhook = Schemas['Webhook']
export type NewApiKey = Schemas['NewlyMadeApiKey']

interface Resources {
  users: User
  teams: Team
  roles: Role
  pipelines: Pipeline
  'pipelines/templates': PipelineTemplate
  fields: CustomField
  'fields/functions': FormulaFunction
  'custom-objects': CustomObject
  layouts: Layout
  'api-keys': ApiKey
  domains: Domain
  webhooks: Webhook
}
export type Resource = keyof Resources

interface SettingsPage<T> {
  results: T[]
  next: string | null
}

async function everything<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const found: T[] = []
  let cursor: string | null = ''
  do {
    const page: SettingsPage<T> = await get<SettingsPage<T>>(path, { cursor: cursor || undefined }, signal)
    found.push(...page.results)
    cursor = page.next
  } while (cursor)
  return found
}

/** All rows of a settings resource; they are few. */
export const settingsQuery = <R extends Resource>(resource: R) =>
  queryOptions({
    queryKey: ['settings', resource],
    queryFn: ({ signal }) => everything<Resources[R]>(`/${resource}/`, signal),
  })

interface Write {
  method: 'POST' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  /** As it was opened: where somebody else changed it since, the server refuses (412). */
  version?: number | undefined
}

/** Of what a form holds, that which was changed in it: a colleague's change of the rest stays. */
export const changedFrom = <T extends object>(before: Partial<T>, now: T) =>
  Object.fromEntries(
    Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof T])),
  ) as Partial<T>

/** What else is drawn from these settings and has to be read again. */
const DEPENDENTS = ['me', 'objects', 'pipelines', 'board', 'options']

const underWay = new Map<string, Promise<unknown>>()

/** A second click makes and sends nothing once more: it waits for the answer that the first one gets. */
function send<T>({ method, path, body, version }: Write): Promise<T> {
  const headers = version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } }
  const call = () =>
    request<T>(method, path, { ...headers, ...(body === undefined ? {} : { body }) }).then((answer) => answer.data)
  if (method !== 'POST') return call()
  const key = JSON.stringify([path, body])
  const first = underWay.get(key) as Promise<T> | undefined
  if (first) return first
  const sent = call().finally(() => underWay.delete(key))
  underWay.set(key, sent)
  return sent
}

/** Writes a setting. Refusals go to the form that asked; without one (`quiet` false) they show as a message. */
export function useSettingsWrite<T = unknown>({ quiet = false } = {}) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (write: Write) => send<T>(write),
    onSuccess: (_, { path }) => {
      forgetFailure(path)
      client.invalidateQueries({ queryKey: ['settings'] })
      for (const key of DEPENDENTS) client.invalidateQueries({ queryKey: [key] })
    },
    onError: (error, { path }) => {
      if (isProblem(error, 412)) client.invalidateQueries({ queryKey: ['settings'] })
      if (!quiet) tellFailure(path, t`Not saved`, error)
    },
  })
}

export { fieldError, formError } from '@/shared/api/form-problem'
