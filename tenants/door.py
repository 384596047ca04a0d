"""The tenants, as the ground knows them (`freehold.tenancy.TenancyDoor`)."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

from django.utils import timezone

from freehold.context import TenantContext, current_tenant
from freehold.identity.actor import Actor
from freehold.tenancy import TenantRefused
from tenants import entitlements, placements
from tenants.choices import WORKING, SchemaState
from tenants.context import in_public, in_tenant, on_commit
from tenants.models import AuditHead, DeadLetter, Tenant
from tenants.versions import is_behind

_HEAD = ("number", "hash", "entries", "at", "signature")


class Door:
    @contextmanager
    def enter(self, tenant_id: UUID) -> Iterator[TenantContext]:
        with in_public():
            tenant = Tenant.objects.filter(id=tenant_id).first()
        if tenant is None:
            raise TenantRefused("unknown", f"There is no tenant {tenant_id}.")
        if tenant.database not in placements.known():
            raise TenantRefused("inactive", f"The database of {tenant.slug} is not set up here.")
        if not tenant.may_work or is_behind(tenant.schema_version):
            raise TenantRefused("inactive", f"The tenant {tenant.slug} may not work now.")
        with in_tenant(tenant) as context:
            yield context

    def reenter(self, tenant: TenantContext) -> AbstractContextManager[TenantContext]:
        return in_tenant(tenant)

    def leave(self) -> AbstractContextManager[None]:
        return in_public()

    def working_ids(self, after: UUID | None, limit: int) -> list[UUID]:
        with in_public():
            tenants = Tenant.objects.filter(state__in=WORKING, schema_state=SchemaState.READY)
            if after is not None:
                tenants = tenants.filter(id__gt=after)
            return list(tenants.order_by("id").values_list("id", flat=True)[:limit])

    def keep_audit_head(self, head: Mapping[str, Any]) -> None:
        """Elsewhere the row is another database's: it follows once the seal is committed."""
        tenant = current_tenant()
        values = {name: head[name] for name in _HEAD}

        def keep() -> None:
            with in_public():
                AuditHead.objects.update_or_create(tenant_id=tenant.id, defaults=values)

        if tenant.database == placements.HOME:
            keep()
        else:
            on_commit(keep)

    def audit_head(self) -> dict[str, Any] | None:
        tenant_id = current_tenant().id
        with in_public():
            kept = AuditHead.objects.filter(tenant_id=tenant_id, number__gt=0)
            found: dict[str, Any] | None = kept.values(*_HEAD).first()
        return found

    def note_audit_state(self, *, intact: bool) -> None:
        tenant_id = current_tenant().id
        values = {"intact": intact, "verified_at": timezone.now()}
        with in_public():
            AuditHead.objects.update_or_create(tenant_id=tenant_id, defaults=values)

    def require_room(self, limit: str, wanted: int, *, actor: Actor) -> None:
        entitlements.require_room(limit, wanted, actor=actor)

    def limit(self, name: str) -> int | None:
        return entitlements.entitled().limit(name)

    def add_dead_letter(
        self,
        *,
        task: str,
        tenant: str,
        reason: str,
        detail: str,
        message: Mapping[str, Any],
    ) -> None:
        with in_public():
            DeadLetter.objects.create(
                task=task[:200],
                tenant=tenant[:100],
                reason=reason,
                detail=detail,
                message=dict(message),
            )
