"""Operations as operators see them."""

from typing import Any
from uuid import UUID

from freehold.errors import NotFound
from tenants import hosts
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import Operation, OperationState, Tenant

_MOST = 200
_UNFINISHED = (OperationState.WAITING, OperationState.RUNNING)


def list_operations(*, kind: str = "", state: str = "", tenant: str = "") -> list[dict[str, Any]]:
    """The newest first. Of an address that has a tenant, without those of one erased before."""
    wanted = {"kind": kind, "state": state, "subject": tenant}
    with in_public():
        found = Operation.objects.filter(**{name: value for name, value in wanted.items() if value})
        if tenant and Tenant.objects.filter(slug=tenant).exists():
            found = found.exclude(tenant__state=TenantState.ERASED)
        return [shown(one) for one in found[:_MOST]]


def show_operation(id: UUID) -> dict[str, Any]:
    return shown(operation_by_id(id))


def is_awaited(host: str) -> bool:
    """A tenant that nobody knows yet comes to this host: it is being restored or copied."""
    slug, _, below = host.partition(".")
    if below != hosts.platform_host():
        return False
    with in_public():
        return Operation.objects.filter(
            kind__in=["restore", "clone"], subject=slug, tenant=None, state__in=_UNFINISHED
        ).exists()


def operation_by_id(id: UUID) -> Operation:
    with in_public():
        found = Operation.objects.filter(id=id).first()
    if found is None:
        raise NotFound()
    return found


def shown(one: Operation) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "kind": one.kind,
        "state": one.state,
        "tenant": one.subject,
        "step": one.step,
        "done": one.done,
        "total": one.total,
        "result": one.result,
        "error": one.error,
        "asked_by": one.asked_by.get("name", ""),
        "created_at": one.created_at.isoformat(),
        "started_at": one.started_at.isoformat() if one.started_at else None,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
    }
