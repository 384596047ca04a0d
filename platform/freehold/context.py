"""Which tenant the running code works for. Set at the three doors only (`tenants.context`)."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction


class NoTenantActive(RuntimeError):
    """Tenant code ran outside the doors (request, task, command): a defect, never a fallback."""


@dataclass(frozen=True, slots=True)
class TenantContext:
    """What tenant code may know of its tenant: nothing here identifies another one."""

    id: UUID
    schema: str
    slug: str
    name: str
    state: str
    currency: str = "EUR"
    locale: str = "en"
    time_zone: str = "UTC"
    is_operators: bool = False
    #: What it may: the plan's name, and what operators granted it besides.
    plan: str = ""
    region: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict, compare=False)
    is_sandbox: bool = False
    state_reason: str = ""
    erase_at: datetime | None = None
    #: The alias of the database that its schema lies in.
    database: str = "default"


_active: ContextVar[TenantContext | None] = ContextVar("freehold_tenant", default=None)


def current_tenant() -> TenantContext:
    tenant = _active.get()
    if tenant is None:
        raise NoTenantActive("No tenant is active: enter one through tenants.context.in_tenant.")
    return tenant


def tenant_or_none() -> TenantContext | None:
    """For logs and metrics, which also speak of work outside any tenant."""
    return _active.get()


def activate(tenant: TenantContext | None) -> Token[TenantContext | None]:
    """Only `tenants.context` calls this; a lint rule holds it."""
    return _active.set(tenant)


def restore(token: Token[TenantContext | None]) -> None:
    _active.reset(token)


def on_commit(call: Callable[[], object]) -> None:
    """Run `call` after the transaction for the tenant of now, whichever is active by then.

    Only the context is restored, not the connection's search path: `call` enqueues or invalidates,
    it does not query.
    """
    tenant = current_tenant()

    def run() -> None:
        token = activate(tenant)
        try:
            call()
        finally:
            restore(token)

    transaction.on_commit(run)
