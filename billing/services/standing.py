"""What a subscription means for its tenant: which plan, and whether people may work."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from billing.models import Account
from freehold.identity.actor import Actor
from tenants.choices import TenantState
from tenants.models import Tenant
from tenants.services import lifecycle
from tenants.services.plans import set_plan

_WORKS: Final = frozenset({"trialing", "active"})
_SHUT: Final = frozenset({"unpaid", "paused"})
_OURS: Final = frozenset({TenantState.TRIAL, TenantState.ACTIVE, TenantState.PAST_DUE})
_OWED: Final = "payment_failed"


def apply_standing(account: Account, *, actor: Actor) -> list[str]:
    """Bring plan and state of the tenant in line with the mirror; the names of what changed.

    A state that operators chose stays: one suspended by hand, closing or erased is not touched.
    """
    tenant = Tenant.objects.get(id=account.tenant_id)
    if not account.status or account.status == "incomplete" or tenant.state == TenantState.ERASED:
        return []
    changed = []
    plan = account.plan if _entitles(account) else settings.PLAN_WITHOUT_SUBSCRIPTION
    if plan in settings.PLANS and plan != tenant.plan:
        set_plan(tenant.id, plan, actor=actor)
        changed.append("tenant.plan")
    if _follow(account, tenant, actor):
        changed.append("tenant.state")
    return changed


def _owed(account: Account) -> bool:
    return account.ended_because == _OWED


def _entitles(account: Account) -> bool:
    return account.status in _WORKS | _SHUT | {"past_due"}


def _follow(account: Account, tenant: Tenant, actor: Actor) -> bool:
    former = tenant.state
    if former not in _OURS and not account.suspended_here:
        return False
    if account.status in _SHUT or (account.status == "canceled" and _owed(account)):
        return _suspend(account, tenant, actor)
    if account.status == "past_due":
        return _past_due(account, tenant, actor)
    if account.suspended_here:
        _note(account, suspended=False)
    if former == TenantState.ACTIVE:
        return False
    lifecycle.resume_tenant(tenant.slug, actor=actor)
    return True


def _suspend(account: Account, tenant: Tenant, actor: Actor) -> bool:
    """Once: an operator who lets the tenant work again is not overruled."""
    if account.suspended_here:
        return False
    lifecycle.suspend_tenant(tenant.slug, actor=actor, reason=_reason(account))
    _note(account, suspended=True)
    return True


def _past_due(account: Account, tenant: Tenant, actor: Actor) -> bool:
    if tenant.state == TenantState.PAST_DUE:
        return False
    if tenant.state not in _OURS:
        lifecycle.resume_tenant(tenant.slug, actor=actor)
        _note(account, suspended=False)
    lifecycle.mark_past_due(tenant.slug, actor=actor, reason=_("A payment failed."))
    return True


def _reason(account: Account) -> str:
    if account.status == "paused":
        return _("The trial ended without a means of payment.")
    return _("Invoices are unpaid.")


def _note(account: Account, *, suspended: bool) -> None:
    account.suspended_here = suspended
    account.save(update_fields=["suspended_here"])
