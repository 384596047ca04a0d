import { useLingui } from '@lingui/react/macro'

/** What was done, in words; the end of an action's dotted name tells what is not listed here. */
export function useActionLabels() {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    create: t`created`,
    update: t`changed`,
    delete: t`deleted`,
    restore: t`restored`,
    purge: t`deleted for ever`,
    view: t`was shown`,
    'file.added': t`added a file to`,
    'file.removed': t`removed a file from`,
    'file.restored': t`brought back a file of`,
    sign_in: t`signed in`,
    sign_out: t`signed out`,
    sign_in_failed: t`failed to sign in`,
    password_changed: t`changed the password of`,
    password_reset: t`reset the password of`,
    'audit.exported': t`exported the audit trail`,
    'access.roles.assigned': t`changed the roles of`,
    'access.share.created': t`shared`,
    'access.share.deleted': t`ended a share of`,
    'identity.api_key.created': t`created the API key`,
    'identity.api_key.revoked': t`revoked the API key`,
    'identity.api_key.refused': t`was refused with the API key`,
    'identity.user.created': t`created the user`,
    'identity.user.deactivated': t`deactivated`,
    'identity.user.reactivated': t`reactivated`,
    'identity.user.password_set': t`set the password of`,
    'billing.plan_chosen': t`chose another plan for`,
    'billing.plan_changed': t`changed the plan of`,
    'billing.limits_changed': t`changed the limits of`,
    'records.field.sensitivity_changed': t`changed whether it is sensitive:`,
    'transfer.import.started': t`started the import`,
    'transfer.import.done': t`finished the import`,
    'transfer.import.failed': t`failed with the import`,
    'transfer.import.cancelled': t`cancelled the import`,
    'transfer.import.undo_started': t`began to take back the import`,
    'transfer.import.undone': t`took back the import`,
    'support.began': t`began a support session as`,
    'support.ended': t`ended the support session as`,
    'support.consent_given': t`allowed support to sign in`,
    'support.consent_withdrawn': t`withdrew the consent to support`,
    'jobs.retried': t`repeated the job`,
    'jobs.cancelled': t`ended the job`,
    'operator.tenants.created': t`made the tenant`,
    'operator.support.opened': t`asked to sign in as a user of`,
    'operator.jobs.retried': t`repeated a job of`,
    'operator.dead_letters.settled': t`settled the message`,
    'operator.dead_letters.resent': t`sent the message again:`,
  }
  const endings: Record<string, string> = {
    created: t`created`,
    updated: t`changed`,
    deleted: t`deleted`,
    retired: t`took out of use`,
    restored: t`restored`,
  }
  return (action: string) =>
    labels[action] ?? endings[action.split('.').at(-1) ?? ''] ?? action.replaceAll(/[._]/g, ' ')
}
