import type { CrmRecord } from './types'

export interface FieldProblem {
  field: string
  code: string
  message: string
}

interface ProblemBody {
  title?: string
  detail?: string
  errors?: FieldProblem[]
  way_up?: string | null
  current?: CrmRecord
  merged_into?: string
  /** Of allauth: the steps that are open, and facts beside the answer. */
  data?: { flows?: { id: string; is_pending?: boolean }[] }
  meta?: { secret?: string; totp_svg?: string }
}

/** An answer of the server that is not a success (RFC 9457), or no answer at all (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: FieldProblem[]
  /** Where a larger plan is chosen, for those who may: the plan has no room for this. */
  readonly wayUp: string | undefined
  /** The record as it now is, when someone else was faster (412). */
  readonly current: CrmRecord | undefined
  /** The record that this one is part of now (404). */
  readonly mergedInto: string | undefined
  /** What allauth asks for next: `mfa_authenticate`, `reauthenticate`. */
  readonly flows: string[]
  readonly meta: NonNullable<ProblemBody['meta']>

  constructor(status: number, body: ProblemBody = {}) {
    super(body.detail || body.title || `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.title = body.title ?? ''
    this.detail = body.detail ?? ''
    this.errors = body.errors ?? []
    this.wayUp = body.way_up ?? undefined
    this.current = body.current
    this.mergedInto = body.merged_into
    this.flows = (body.data?.flows ?? []).filter((flow) => flow.is_pending !== false).map((flow) => flow.id)
    this.meta = body.meta ?? {}
  }

  get isOffline() {
    return this.status === 0
  }
}

export const isProblem = (error: unknown, status?: number): error is ApiProblem =>
  error instanceof ApiProblem && (status === undefined || error.status === status)

/** It is not there for this reader any more. */
export const isGone = (error: unknown) => isProblem(error, 404) || isProblem(error, 403)
