"""The states of a tenant, from trial to closing. Erasing is in `erasing`.

Each function may be repeated: it then changes nothing, or only the reason. All of them end up in
the operators' audit trail with who did it and why.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import Invalid
from freehold.identity.actor import Actor
from tenants.choices import WORKING, TenantState
from tenants.models import Tenant
from tenants.services.transitions import change_state, tenant_by_slug

__all__ = [
    "close_tenant",
    "lock_tenant",
    "mark_past_due",
    "reopen_tenant",
    "resume_tenant",
    "suspend_tenant",
    "tenant_by_slug",
]

_SHUT = frozenset({TenantState.SUSPENDED, TenantState.LOCKED})
_LONGEST_GRACE = timedelta(days=3 * 366)


def mark_past_due(slug: str, *, actor: Actor, reason: str = "") -> Tenant:
    """A payment is overdue; people go on working."""
    return change_state(
        slug, TenantState.PAST_DUE, allowed=WORKING, action="past_due", actor=actor, reason=reason
    )


def suspend_tenant(slug: str, *, actor: Actor, reason: str = "") -> Tenant:
    """People may read, nobody may write, no job runs. Suspending twice only renews the reason."""
    return change_state(
        slug,
        TenantState.SUSPENDED,
        allowed=WORKING | _SHUT,
        action="suspended",
        actor=actor,
        reason=reason,
    )


def lock_tenant(slug: str, *, actor: Actor, reason: str = "") -> Tenant:
    """Nobody reads any more; administrators still sign in, to pay. The former reason stays."""
    return change_state(
        slug,
        TenantState.LOCKED,
        allowed=WORKING | _SHUT,
        action="locked",
        actor=actor,
        reason=reason,
        columns=lambda tenant: {"state_reason": reason or tenant.state_reason},
    )


def resume_tenant(slug: str, *, actor: Actor) -> Tenant:
    """It works again, whatever kept it from working."""
    return change_state(
        slug,
        TenantState.ACTIVE,
        allowed=WORKING | _SHUT | {TenantState.CLOSING},
        action="resumed",
        actor=actor,
        columns=lambda tenant: {"former_state": "", "erase_at": None},
    )


def close_tenant(
    slug: str, *, actor: Actor, reason: str = "", erase_at: datetime | None = None
) -> Tenant:
    """People may read and export until `erase_at`, then everything is erased.

    Without a date it is `settings.CLOSING_DAYS` from now, or the one set before. Closing it again
    changes the date or the reason.
    """
    chosen = _checked_date(erase_at)

    def columns(tenant: Tenant) -> dict[str, object]:
        closing = tenant.state == TenantState.CLOSING
        usual = timezone.now() + timedelta(days=settings.CLOSING_DAYS)
        return {
            "erase_at": chosen or tenant.erase_at or usual,
            "former_state": tenant.former_state if closing else tenant.state,
        }

    return change_state(
        slug,
        TenantState.CLOSING,
        allowed=WORKING | _SHUT | {TenantState.CLOSING},
        action="closing",
        actor=actor,
        reason=reason,
        columns=columns,
    )


def reopen_tenant(slug: str, *, actor: Actor) -> Tenant:
    """Take the closing back: the tenant is again what it was before."""
    tenant = tenant_by_slug(slug)
    before = TenantState(tenant.former_state or TenantState.ACTIVE)
    return change_state(
        slug,
        before,
        allowed=frozenset({TenantState.CLOSING}),
        action="reopened",
        actor=actor,
        columns=lambda tenant: {"former_state": "", "erase_at": None},
    )


def _checked_date(erase_at: datetime | None) -> datetime | None:
    if erase_at is None:
        return None
    now = timezone.now()
    if not now < erase_at < now + _LONGEST_GRACE:
        raise Invalid.at(
            "erase_at",
            "out_of_range",
            _("Choose a moment in the future, within three years."),
        )
    return erase_at
