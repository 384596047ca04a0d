"""Suspending, resuming and erasing tenants."""

from typing import Any, Protocol, cast

import structlog
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import Conflict, NotFound
from freehold.identity.actor import Actor
from freehold.live import endings
from tenants import hosts
from tenants.choices import WORKING, TenantState
from tenants.context import in_public, in_tenant
from tenants.models import Domain, Tenant
from tenants.provisioning import replay

log = structlog.get_logger(__name__)


class TenantFiles(Protocol):
    def remove_everything(self) -> None: ...


def suspend_tenant(slug: str, *, actor: Actor, reason: str = "") -> Tenant:
    """People may read, nobody may write, no job runs. Suspending twice only renews the reason."""
    return _change_state(
        slug,
        {*WORKING, TenantState.SUSPENDED},
        TenantState.SUSPENDED,
        actor=actor,
        reason=reason,
    )


def resume_tenant(slug: str, *, actor: Actor) -> Tenant:
    return _change_state(
        slug,
        {*WORKING, TenantState.SUSPENDED, TenantState.CLOSING},
        TenantState.ACTIVE,
        actor=actor,
    )


def erase_tenant(slug: str, *, actor: Actor) -> dict[str, Any]:
    """Remove everything of the tenant for ever; returns the certificate of what was removed.

    Safe to repeat after a crash: each part is removed only if it is still there. The tenant's row
    stays as a tombstone without name and address, so that the address can be taken anew.
    """
    with in_public():
        tenant = tenant_by_slug(slug)
        if tenant.is_operators:
            raise Conflict(_("The operators' own tenant can't be erased."))
        certificate = _certificate(tenant, actor)
        _change_state(
            slug, set(TenantState) - {TenantState.ERASED}, TenantState.CLOSING, actor=actor
        )
        replay.drop_schema(tenant.schema_name)
        _remove_files(tenant)
        _make_tombstone(tenant, certificate)
    log.info("tenant.erased", tenant=str(tenant.id), actor=actor.name)
    return certificate


def tenant_by_slug(slug: str) -> Tenant:
    with in_public():
        tenant = Tenant.objects.filter(slug=slug).exclude(state=TenantState.ERASED).first()
    if tenant is None:
        raise NotFound(
            _("There is no tenant “%(slug)s”. `manage.py tenant list` shows them.") % {"slug": slug}
        )
    return tenant


def _change_state(
    slug: str, allowed: set[Any], target: TenantState, *, actor: Actor, reason: str = ""
) -> Tenant:
    with in_public(), transaction.atomic():
        tenant = Tenant.objects.select_for_update().filter(slug=slug).first()
        if tenant is None or tenant.state == TenantState.ERASED:
            raise NotFound(
                _("There is no tenant “%(slug)s”. `manage.py tenant list` shows them.")
                % {"slug": slug}
            )
        if tenant.state not in allowed:
            raise Conflict(
                _("The tenant “%(slug)s” is %(get_state_display)s.")
                % {"slug": slug, "get_state_display": tenant.get_state_display().lower()}
            )
        tenant.state = target
        tenant.state_reason = reason
        tenant.state_changed_at = timezone.now()
        tenant.save(update_fields=["state", "state_reason", "state_changed_at"])
        hosts.forget_hosts()
    with in_tenant(tenant, allow_inactive=True):
        endings.workspace_changed()
    log.info("tenant.state_changed", slug=slug, state=target.value, actor=actor.name)
    return tenant


def _certificate(tenant: Tenant, actor: Actor) -> dict[str, Any]:
    return {
        "tenant": str(tenant.id),
        "slug": tenant.slug,
        "name": tenant.name,
        "erased_at": timezone.now().isoformat(),
        "erased_by": actor.name,
        "rows": _rows_of(tenant.schema_name),
        "domains": [domain.domain for domain in tenant.domains.all()],
    }


def _rows_of(schema: str) -> dict[str, int]:
    """Exact number of rows of every table that is not empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
            "WHERE nspname = %s AND relkind = 'r' ORDER BY relname",
            [schema],
        )
        counts = {}
        for (table,) in cursor.fetchall():
            name = f"{connection.ops.quote_name(schema)}.{connection.ops.quote_name(table)}"
            cursor.execute(f"SELECT count(*) FROM {name}")
            counts[table] = int(cursor.fetchone()[0])
    return {table: count for table, count in counts.items() if count}


def _remove_files(tenant: Tenant) -> None:
    with in_tenant(tenant, allow_inactive=True):
        cast(TenantFiles, default_storage).remove_everything()


def _make_tombstone(tenant: Tenant, certificate: dict[str, Any]) -> None:
    with transaction.atomic():
        Domain.objects.filter(tenant=tenant).delete()
        Tenant.objects.filter(id=tenant.id).update(
            slug=f"erased-{tenant.id.hex[-12:]}",
            name="",
            state=TenantState.ERASED,
            state_reason="",
            branding={},
            limits={},
            progress={"certificate": {**certificate, "name": "", "slug": "", "domains": []}},
        )
        hosts.forget_hosts()
