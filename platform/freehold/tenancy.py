"""What the ground needs from whoever keeps the tenants, without knowing them.

`settings.TENANCY_DOOR` names the implementation (`tenants.door.Door`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from freehold.context import TenantContext, current_tenant
from freehold.identity.actor import Actor


class TenantRefused(Exception):
    """The tenant is unknown or may not work now; `reason` is a word for dead letters."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class TenancyDoor(Protocol):
    def enter(self, tenant_id: UUID) -> AbstractContextManager[TenantContext]:
        """Work for this tenant; `TenantRefused` when it is unknown or inactive."""

    def reenter(self, tenant: TenantContext) -> AbstractContextManager[TenantContext]:
        """Work for a tenant that was active when `tenant` was taken; asks the database nothing."""

    def leave(self) -> AbstractContextManager[None]:
        """Work on the platform's own tables."""

    def working_ids(self, after: UUID | None, limit: int) -> list[UUID]:
        """The next tenants that may work, in the order of their ids."""

    def keep_audit_head(self, head: Mapping[str, Any]) -> None:
        """Keep the head of the active tenant's audit chain, outside of its schema."""

    def audit_head(self) -> dict[str, Any] | None:
        """The head as it was kept last."""

    def note_audit_state(self, *, intact: bool) -> None:
        """How the verification of the active tenant's audit chain ended."""

    def require_room(self, limit: str, wanted: int, *, actor: Actor) -> None:
        """Refuse, by a problem, what the active tenant's plan has no room for."""

    def limit(self, name: str) -> int | None:
        """The most of it that the active tenant's plan allows; None for no limit."""

    def add_dead_letter(
        self,
        *,
        task: str,
        tenant: str,
        reason: str,
        detail: str,
        message: Mapping[str, Any],
    ) -> None:
        """Keep a message that no tenant could take."""


@cache
def door() -> TenancyDoor:
    return cast(TenancyDoor, import_string(settings.TENANCY_DOOR)())


def on_commit(work: Callable[[], object]) -> None:
    """Do `work` after the running transaction commits, in the tenant that is active *now*."""
    tenant = current_tenant()

    def in_captured_tenant() -> None:
        with door().reenter(tenant):
            work()

    transaction.on_commit(in_captured_tenant)


def every_working_id(batch: int = 500) -> Iterator[UUID]:
    """All tenants that may work, a batch at a time."""
    after: UUID | None = None
    while batch_ids := door().working_ids(after, batch):
        yield from batch_ids
        after = batch_ids[-1]
