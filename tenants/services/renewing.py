"""After the installation's secret key was changed: nothing is left that needs the former one."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError

from freehold.ciphers import renew_secrets
from freehold.errors import Problem
from freehold.identity.actor import Actor
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.services.transitions import tell_operators_trail

log = structlog.get_logger(__name__)


def renew_everywhere(*, actor: Actor, show: Callable[[str], None]) -> dict[str, Any]:
    """Encrypt and sign anew, tenant by tenant, what former keys did; safe to stop and to repeat.

    `missed` names the tenants that could not be reached, `unreadable` those with secrets that no
    key reads, `kept` those with a former copy, whose secrets stay as they are.
    """
    found: dict[str, Any] = {"renewed": 0, "tenants": [], "missed": {}, "unreadable": {}}
    with in_public():
        there = Tenant.objects.exclude(state=TenantState.ERASED).order_by("slug")
        every = list(there.values_list("id", "slug", "schema_state"))
        found["kept"] = [one.slug for one in there if one.kept]
    for tenant_id, slug, schema_state in every:
        if schema_state != SchemaState.READY:
            found["missed"][slug] = f"is being set up or updated ({schema_state})"
        else:
            _renew(found, tenant_id, slug, show)
    _tell(found, actor)
    return found


def _renew(found: dict[str, Any], tenant_id: UUID, slug: str, show: Callable[[str], None]) -> None:
    try:
        with in_tenant(tenant_id, allow_inactive=True):
            kinds = renew_secrets()
    except (DatabaseError, Problem) as error:
        found["missed"][slug] = str(error).strip()
        log.warning("secrets.missed", tenant=slug, error=str(error))
        return
    counts = sum((Counter(kind) for kind in kinds.values()), Counter[str]())
    if counts["unreadable"]:
        found["unreadable"][slug] = counts["unreadable"]
    if counts["renewed"]:
        told = {name: kind["renewed"] for name, kind in kinds.items() if kind["renewed"]}
        found["tenants"].append({"tenant": slug, **told})
        found["renewed"] += counts["renewed"]
        show(f"{slug}: {counts['renewed']}")


def _tell(found: dict[str, Any], actor: Actor) -> None:
    with in_public():
        tell_operators_trail(
            actor=actor,
            action="operator.secrets.renewed",
            object="secrets",
            changes={
                "renewed": [None, found["renewed"]],
                "missed": [None, sorted(found["missed"])],
                "unreadable": [None, sorted(found["unreadable"])],
            },
        )
