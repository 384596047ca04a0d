"""The one door into a tenant: requests, tasks and commands. Nothing else switches schemas.

Django-tenants' own context managers are banned (a lint rule): they share their stack between
threads and come out in another tenant.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from freehold import epoch
from freehold.context import (
    TenantContext,
    activate,
    current_tenant,
    restore,
    tenant_or_none,
)
from freehold.errors import NotFound, Unavailable
from tenants import placements
from tenants.choices import SchemaState
from tenants.models import Tenant

TEMPLATE_SCHEMA = "template"
_TEMPLATE = TenantContext(
    id=UUID(int=0),
    schema=TEMPLATE_SCHEMA,
    slug="template",
    name="Template",
    state="active",
)


class TenantInactive(Unavailable):
    """The tenant exists, but nobody may work in it now; `detail` says why."""

    code = "tenant_inactive"
    title = gettext_noop("This workspace is not active")


@dataclass(frozen=True, slots=True)
class _Schema:
    """All that the database connection needs to know of a tenant."""

    schema_name: str


@contextmanager
def in_tenant(
    which: Tenant | TenantContext | str | UUID, *, allow_inactive: bool = False
) -> Iterator[TenantContext]:
    """Work for one tenant (its row, slug or id), then for whoever was active before.

    Raises `NotFound` for an unknown tenant and `TenantInactive` for one that is suspended, being
    set up, migrating or erased; operators' services pass `allow_inactive=True`.
    """
    tenant = _context_of(which, allow_inactive=allow_inactive)
    with _entered(tenant):
        yield tenant


@contextmanager
def in_public() -> Iterator[None]:
    """Work on the platform's own tables; tenant tables do not exist here."""
    with _entered(None):
        yield


@contextmanager
def in_template() -> Iterator[TenantContext]:
    """Work in the schema that new tenants are made from."""
    with _entered(_TEMPLATE):
        yield _TEMPLATE


def on_commit(work: Callable[[], object]) -> None:
    """Do `work` after the running transaction commits, in the tenant that is active *now*."""
    tenant = current_tenant()

    def in_captured_tenant() -> None:
        with _entered(tenant):
            work()

    transaction.on_commit(in_captured_tenant)


def _context_of(
    which: Tenant | TenantContext | str | UUID, *, allow_inactive: bool
) -> TenantContext:
    if isinstance(which, TenantContext):
        return which
    tenant = which if isinstance(which, Tenant) else _found(which)
    if not allow_inactive and not tenant.may_work:
        raise TenantInactive(_why_not(tenant))
    return tenant.as_context()


def _found(which: str | UUID) -> Tenant:
    by = {"id": which} if isinstance(which, UUID) else {"slug": which}
    tenant = Tenant.objects.filter(**by).first()
    if tenant is None:
        raise NotFound(f"There is no tenant “{which}”.")
    return tenant


def _why_not(tenant: Tenant) -> str:
    if tenant.schema_state != SchemaState.READY:
        return f"The tenant “{tenant.slug}” is being updated ({tenant.schema_state})."
    return f"The tenant “{tenant.slug}” is {tenant.get_state_display().lower()}."


@contextmanager
def _entered(tenant: TenantContext | None) -> Iterator[None]:
    _refuse_coroutines()
    former = tenant_or_none()
    token = activate(tenant)
    _forget_epoch(former, tenant)
    try:
        with placements.at(tenant.database if tenant else placements.HOME):
            former_schema = placements.connection_here().schema_name
            _switch(tenant.schema if tenant else "public")
            try:
                yield
            finally:
                _switch(former_schema)
    finally:
        restore(token)
        _forget_epoch(tenant, former)


def _switch(schema: str) -> None:
    """Point this thread's connection at a schema; nothing to do when it is there already."""
    here = placements.connection_here()
    if here.schema_name != schema or not here.include_public_schema:
        here.set_tenant(_Schema(schema))


def _forget_epoch(left: TenantContext | None, entered: TenantContext | None) -> None:
    if left is None or entered is None or left.id != entered.id:
        epoch.forget()


def _refuse_coroutines() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError(
        "A coroutine can't enter a tenant: its queries run on another thread's connection. "
        "Make one sync_to_async(thread_sensitive=True) call that enters it and returns plain data."
    )
