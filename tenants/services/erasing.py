"""Erasing a tenant for ever, and the certificate of what there was."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import CASCADE, ManyToOneRel, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import Conflict
from freehold.identity.actor import Actor
from tenants import hosts, placements
from tenants.cache import forget_tenant
from tenants.choices import TenantState
from tenants.context import in_public, in_tenant
from tenants.models import AuditHead, DeadLetter, Domain, ErasureCertificate, Tenant
from tenants.provisioning import replay
from tenants.services.transitions import change_state, tell_operators, tenant_by_slug
from tenants.storage import TenantFiles

log = structlog.get_logger(__name__)

#: Stripe's ids: billing ends the subscription, and then they say nothing of anybody.
_KEPT = frozenset({"billing.Account"})
_ERASABLE = frozenset(TenantState) - {TenantState.ERASED}


def erase_tenant(slug: str, *, actor: Actor, when_due: bool = False) -> dict[str, Any]:
    """Remove everything of the tenant for ever; returns the certificate of what was removed.

    `when_due` refuses with `Conflict` a tenant whose closing was taken back or put off meanwhile.

    Safe to repeat after a crash: it was counted before the first removal, and each part is removed
    only if it is still there. The tenant's row stays as a tombstone without name and address, so
    that the address can be taken anew.
    """
    with in_public():
        tenant = tenant_by_slug(slug)
        if tenant.is_operators:
            raise Conflict(_("The operators' own tenant can't be erased."))
        change_state(
            slug,
            TenantState.CLOSING,
            allowed=_ERASABLE,
            action="erasing",
            actor=actor,
            reason=tenant.state_reason,
            columns=_begin_if_due if when_due else _begin,
        )
        certificate = _counted_certificate(tenant, actor)
        replay.drop_schema(tenant.schema_name, tenant.database)
        if tenant.kept:
            replay.drop_schema(tenant.kept["schema"], tenant.kept.get("database", tenant.database))
        _remove_files(tenant)
        _forget_elsewhere(tenant)
        _make_tombstone(tenant, certificate, actor)
    log.info("tenant.erased", tenant=str(tenant.id), actor=actor.name)
    return as_json(certificate)


def as_json(certificate: ErasureCertificate) -> dict[str, Any]:
    """What is handed out: the content, and its hash for whoever wants to compare."""
    return {**certificate.content, "id": str(certificate.id), "sha256": certificate.sha256}


def is_genuine(certificate: dict[str, Any]) -> bool:
    """The content is what its hash says. That the hash is ours stands in the audit trail."""
    content = {name: certificate[name] for name in certificate if name not in ("id", "sha256")}
    return bool(certificate.get("sha256") == _digest(content))


def _begin(tenant: Tenant) -> dict[str, Any]:
    """From here on there is no way back: the certificate's row says so."""
    ErasureCertificate.objects.get_or_create(
        tenant_id=tenant.id, defaults={"slug": tenant.slug, "content": {}}
    )
    return {}


def _begin_if_due(tenant: Tenant) -> dict[str, Any]:
    if tenant.erase_at is None or tenant.erase_at > timezone.now():
        raise Conflict(_("The tenant “%(slug)s” is not due.") % {"slug": tenant.slug})
    return _begin(tenant)


def _counted_certificate(tenant: Tenant, actor: Actor) -> ErasureCertificate:
    """Counted while everything is still there; not again after a crash."""
    certificate = ErasureCertificate.objects.get(tenant_id=tenant.id)
    if not certificate.content:
        certificate.content = _counted(tenant, actor)
        certificate.save(update_fields=["content"])
    return certificate


def _counted(tenant: Tenant, actor: Actor) -> dict[str, Any]:
    with placements.at(tenant.database):
        rows = rows_of(tenant.schema_name)
    with in_tenant(tenant, allow_inactive=True):
        sizes = [size for _name, size in cast(TenantFiles, default_storage).everything()]
    return {
        "tenant": str(tenant.id),
        "slug": tenant.slug,
        "name": tenant.name,
        "erased_by": actor.name,
        "rows": rows,
        "files": len(sizes),
        "bytes": sum(sizes),
        "domains": [domain.domain for domain in tenant.domains.all()],
        "api_keys": rows.get("identity_apikey", 0),
        "audit_heads": AuditHead.objects.filter(tenant=tenant).count(),
        "dead_letters": DeadLetter.objects.filter(tenant=str(tenant.id)).count(),
    }


def rows_of(schema: str) -> dict[str, int]:
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


def _forget_elsewhere(tenant: Tenant) -> None:
    """What is kept of it outside of its schema and its files."""
    for rows in _rows_of_its_own(tenant):
        rows.delete()
    DeadLetter.objects.filter(tenant=str(tenant.id)).delete()
    if settings.AUDIT_HEADS:
        Path(settings.AUDIT_HEADS, f"{tenant.id}.json").unlink(missing_ok=True)
    forget_tenant(tenant.id)


def _rows_of_its_own(tenant: Tenant) -> Iterator["QuerySet[Any]"]:
    """Whatever would go with the tenant's row, which stays as a tombstone."""
    for relation in Tenant._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is CASCADE:
            model: Any = relation.related_model
            if model._meta.label not in _KEPT:
                yield model.objects.filter(**{relation.field.name: tenant})


def _make_tombstone(tenant: Tenant, certificate: ErasureCertificate, actor: Actor) -> None:
    with transaction.atomic():
        certificate.erased_at = timezone.now()
        certificate.content = {
            **certificate.content,
            "erased_at": certificate.erased_at.isoformat(),
        }
        certificate.sha256 = _digest(certificate.content)
        certificate.save()
        changes = {"certificate": [None, certificate.sha256]}
        tell_operators(tenant, "tenant.erased", actor=actor, changes=changes)
        Domain.objects.filter(tenant=tenant).delete()
        Tenant.objects.filter(id=tenant.id).update(
            slug=f"erased-{tenant.id.hex[-12:]}",
            name="",
            state=TenantState.ERASED,
            state_reason="",
            former_state="",
            erase_at=None,
            branding={},
            limits={},
            progress={},
            kept=None,
        )
        hosts.forget_hosts()


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
