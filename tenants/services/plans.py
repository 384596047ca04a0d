"""What a tenant may: its plan, and what operators grant or withhold besides."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from freehold import epoch
from freehold.audit.services import record
from freehold.errors import FieldError, Invalid, NotFound
from freehold.identity.actor import Actor
from tenants import hosts
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public, in_tenant
from tenants.entitlements import FEATURES, LIMITS
from tenants.models import Tenant

_MOST = 10**15


def set_plan(tenant_id: UUID, plan: str, *, actor: Actor) -> None:
    """The tenant's plan from now on; saying it again changes nothing."""
    if plan not in settings.PLANS:
        raise Invalid.at("plan", "unknown", _("There is no plan “%(plan)s”.") % {"plan": plan})
    _change(tenant_id, "plan", plan, actor=actor)


def set_limits(tenant_id: UUID, limits: Mapping[str, Any], *, actor: Actor) -> None:
    """What is granted besides the plan: by limit a number or null for none, and `features` by
    name true or false. What is not named follows the plan."""
    _change(tenant_id, "limits", _checked(limits), actor=actor)


def _change(tenant_id: UUID, name: str, value: Any, *, actor: Actor) -> None:
    with in_public(), transaction.atomic():
        tenants = Tenant.objects.select_for_update().exclude(state=TenantState.ERASED)
        tenant = tenants.filter(id=tenant_id).first()
        if tenant is None:
            raise NotFound(_("There is no such tenant."))
        former = getattr(tenant, name)
        if former == value:
            return
        setattr(tenant, name, value)
        tenant.save(update_fields=[name])
        hosts.forget_hosts()
        if tenant.schema_state == SchemaState.READY:
            _tell(tenant, name, former, value, actor)


def _tell(tenant: Tenant, name: str, former: Any, value: Any, actor: Actor) -> None:
    """In the tenant's own trail; its browsers ask anew what they may."""
    with in_tenant(tenant, allow_inactive=True):
        record(
            actor=actor,
            action=f"billing.{name}_changed",
            object="billing",
            record_id=tenant.id,
            record_name=tenant.name,
            changes={name: [former, value]},
        )
        epoch.bump()


def _checked(limits: Mapping[str, Any]) -> dict[str, Any]:
    errors = [
        FieldError(f"limits.{name}", "invalid", _("Give a whole number, or nothing for no limit."))
        for name, value in limits.items()
        if name != "features" and not _is_limit(name, value)
    ]
    features = limits.get("features", {})
    if not isinstance(features, dict) or not all(
        name in FEATURES and isinstance(value, bool) for name, value in features.items()
    ):
        text = _("Say true or false for each of: %(names)s.") % {"names": ", ".join(FEATURES)}
        errors.append(FieldError("limits.features", "invalid", text))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
    return dict(limits)


def _is_limit(name: str, value: Any) -> bool:
    if name not in LIMITS:
        return False
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value is None or (whole and 0 <= value <= _MOST)
