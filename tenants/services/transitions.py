"""One change of a tenant's state: checked, done once, told in the operators' audit trail."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit.services import record
from freehold.errors import Conflict, NotFound
from freehold.identity.actor import Actor
from freehold.live import endings
from tenants import hosts
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public, in_tenant
from tenants.models import ErasureCertificate, Tenant

log = structlog.get_logger(__name__)

Columns = Callable[[Tenant], Mapping[str, Any]]


def tenant_by_slug(slug: str, *, for_update: bool = False) -> Tenant:
    """The tenant, or `NotFound` for one that is not there or was erased."""
    with in_public():
        rows = Tenant.objects.select_for_update() if for_update else Tenant.objects
        tenant = rows.filter(slug=slug).exclude(state=TenantState.ERASED).first()
    if tenant is None:
        raise NotFound(
            _("There is no tenant “%(slug)s”. `manage.py tenant list` shows them.") % {"slug": slug}
        )
    return tenant


def change_state(
    slug: str,
    target: TenantState,
    *,
    allowed: frozenset[TenantState],
    action: str,
    actor: Actor,
    reason: str = "",
    columns: Columns = lambda tenant: {},
) -> Tenant:
    """Bring the tenant to `target`; doing it again changes and records nothing.

    `columns` says what else changes with it. `Conflict` when it is in none of the `allowed` states.
    """
    with in_public(), transaction.atomic():
        tenant = tenant_by_slug(slug, for_update=True)
        _refuse(tenant, target, allowed)
        former, old_reason = tenant.state, tenant.state_reason
        changes = {"state_reason": reason, **columns(tenant)}
        if former == target and all(getattr(tenant, name) == changes[name] for name in changes):
            return tenant
        if former != target:
            changes |= {"state": target, "state_changed_at": timezone.now()}
        for name, value in changes.items():
            setattr(tenant, name, value)
        tenant.save(update_fields=list(changes))
        told: dict[str, list[str | None]] = {
            "state": [former, target.value],
            "reason": [old_reason, reason],
        }
        if tenant.erase_at is not None:
            told["erase_at"] = [None, tenant.erase_at.isoformat()]
        tell_operators(tenant, f"tenant.{action}", actor=actor, changes=told)
        hosts.forget_hosts()
        transaction.on_commit(partial(_tell_browsers, tenant))
    log.info("tenant.state_changed", slug=slug, state=target.value, actor=actor.name)
    return tenant


def tell_operators(
    tenant: Tenant, action: str, *, actor: Actor, changes: Mapping[str, Any] | None = None
) -> None:
    """An entry on a tenant in the operators' own audit trail, in the running transaction."""
    tell_operators_trail(
        actor=actor,
        action=action,
        object="tenants",
        record_id=tenant.id,
        record_name=tenant.slug,
        changes=changes,
    )


def tell_operators_trail(*, actor: Actor, **entry: Any) -> None:
    """An entry in the operators' own audit trail, as `audit.record` takes it; none without them."""
    operators = Tenant.objects.filter(
        is_operators=True, schema_state=SchemaState.READY, state=TenantState.ACTIVE
    ).first()
    if operators is None:
        return
    with in_tenant(operators, allow_inactive=True):
        record(actor=actor, **entry)


def _refuse(tenant: Tenant, target: TenantState, allowed: frozenset[TenantState]) -> None:
    if tenant.is_operators and target != TenantState.ACTIVE:
        raise Conflict(_("The operators' own tenant can't be suspended, closed or erased."))
    if tenant.state not in allowed:
        raise Conflict(
            _("The tenant “%(slug)s” is %(get_state_display)s.")
            % {"slug": tenant.slug, "get_state_display": tenant.get_state_display().lower()}
        )
    begun = ErasureCertificate.objects.filter(tenant_id=tenant.id).exists()
    if begun and target != TenantState.CLOSING:
        raise Conflict(
            _("The tenant “%(slug)s” is being erased: that can't be taken back.")
            % {"slug": tenant.slug}
        )


def _tell_browsers(tenant: Tenant) -> None:
    if tenant.schema_state == SchemaState.READY:
        with in_tenant(tenant, allow_inactive=True):
            endings.workspace_changed()
