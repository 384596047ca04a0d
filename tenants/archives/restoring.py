"""A tenant out of an archive: as a new one, or in place of one that is there."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit import heads
from freehold.audit.models import Seal
from freehold.context import TenantContext
from freehold.errors import Conflict
from freehold.identity.actor import Actor
from freehold.live import endings
from tenants import hosts, placements
from tenants.archives.format import TENANT_COLUMNS, DamagedArchive
from tenants.archives.loading import Loaded, load_schema, template_of
from tenants.archives.reading import Archive
from tenants.choices import WORKING, TenantState
from tenants.context import in_public, in_tenant
from tenants.databases import region_at
from tenants.models import Domain, Tenant
from tenants.names import checked_slug
from tenants.operations.progress import Progress
from tenants.ownership import as_owner
from tenants.provisioning import replay, seeding
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out
from tenants.services.addresses import own_host
from tenants.services.fencing import fenced
from tenants.services.transitions import tell_operators, tenant_by_slug
from tenants.storage import TenantFiles
from tenants.versions import expected_version

_SPOOL = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """Under which names it is made, chosen before it begins so that a killed run can be found."""

    tenant_id: UUID
    schema: str
    slug: str
    name: str
    is_sandbox: bool = False
    #: API keys stay good: only for a tenant that comes back at its own address.
    with_keys: bool = False
    database: str = placements.HOME


def restore_as_new(
    archive: Archive, plan: Plan, progress: Progress, *, actor: Actor
) -> dict[str, Any]:
    """Make a tenant of its own out of the archive, whole or not at all."""
    checked_slug(plan.slug)
    with as_owner(), in_public():
        if Tenant.objects.filter(id=plan.tenant_id).exists():
            return {"tenant": plan.slug}  # made by a run that was killed before it could say so
        try:
            loaded = _loaded_elsewhere(archive, plan, progress)
            with transaction.atomic():
                tenant, refused = _new_row(archive.manifest, plan)
                if loaded is None:
                    loaded = load_schema(archive, plan.schema, progress, with_keys=plan.with_keys)
                tenant.schema_version = loaded.template.version
                tenant.save(update_fields=["schema_version"])
                files = _restore_files(archive, tenant, progress)
                _take_head(archive, tenant)
                told = _told(archive, loaded, files)
                tell_operators(tenant, "tenant.restored", actor=actor, changes=in_trail(told))
                hosts.forget_hosts()
        except IntegrityError as error:
            raise Conflict(
                _("The address “%(slug)s” is taken. Choose another one.") % {"slug": plan.slug}
            ) from error
    _complete(tenant, progress)
    return {"tenant": plan.slug, **told, "domains_left_out": refused}


def _loaded_elsewhere(archive: Archive, plan: Plan, progress: Progress) -> Loaded | None:
    """In another database the schema is committed first: nobody knows of it before its row is."""
    if plan.database == placements.HOME:
        return None
    template = template_of(archive.manifest)
    with placements.at(plan.database), transaction.atomic():
        return load_schema(
            archive, plan.schema, progress, with_keys=plan.with_keys, template=template
        )


def restore_in_place(
    archive: Archive, slug: str, schema: str, progress: Progress, *, actor: Actor
) -> dict[str, Any]:
    """Put the archive in place of the tenant's schema, which is kept until that is confirmed.

    People work on until it is loaded; then they wait for about two seconds.
    """
    with as_owner(), in_public():
        tenant = tenant_by_slug(slug)
        if tenant.schema_name == schema:
            return {"tenant": slug}
        _refuse_replacing(tenant)
        template = template_of(archive.manifest)
        with placements.at(tenant.database), transaction.atomic():
            loaded = load_schema(archive, schema, progress, with_keys=True, template=template)
        files = _restore_files(archive, tenant, progress)
        told = _told(archive, loaded, files)
        progress.step("swapping")
        with fenced(tenant), transaction.atomic():
            tenant = tenant_by_slug(slug, for_update=True)
            _refuse_replacing(tenant)
            kept = {"schema": tenant.schema_name, "version": tenant.schema_version}
            tenant.kept = {**kept, "since": timezone.now().isoformat()}
            tenant.schema_name, tenant.schema_version = schema, loaded.template.version
            tenant.save(update_fields=["kept", "schema_name", "schema_version"])
            _take_head(archive, tenant)
            tell_operators(tenant, "tenant.replaced", actor=actor, changes=in_trail(told))
    _complete(tenant, progress)
    return {"tenant": slug, **told}


def _refuse_replacing(tenant: Tenant) -> None:
    if tenant.is_operators:
        raise Conflict(_("The operators' own tenant can't be replaced."))
    if tenant.kept:
        raise Conflict(
            _("“%(slug)s” still has a former copy. Confirm or take back that restore first.")
            % {"slug": tenant.slug}
        )


def remove_unused(schema: str, database: str) -> None:
    """A schema that was loaded and never put in anyone's place."""
    with in_public():
        if not Tenant.objects.filter(schema_name=schema).exists():
            replay.drop_schema(schema, database)


def remove_unfinished(plan: Plan) -> None:
    """Files of a restore that never came to its end; the rows were rolled back."""
    with in_public():
        if Tenant.objects.filter(id=plan.tenant_id).exists():
            return
        if plan.database != placements.HOME:
            replay.drop_schema(plan.schema, plan.database)
    nobody = TenantContext(
        id=plan.tenant_id, schema=plan.schema, slug=plan.slug, name=plan.name, state="erased"
    )
    with in_tenant(nobody):
        cast(TenantFiles, default_storage).remove_everything()


def _new_row(manifest: dict[str, Any], plan: Plan) -> tuple[Tenant, list[str]]:
    columns = {name: manifest["tenant"][name] for name in TENANT_COLUMNS}
    works = columns["state"] in WORKING
    columns |= {
        "database": plan.database,
        "region": region_at(plan.database, columns["region"]),
        "slug": plan.slug,
        "name": plan.name or columns["name"],
        "state": columns["state"] if works else TenantState.SUSPENDED,
    }
    tenant = Tenant(
        **columns,
        id=plan.tenant_id,
        schema_name=plan.schema,
        is_sandbox=plan.is_sandbox,
        state_changed_at=timezone.now(),
    )
    tenant.save(force_insert=True)
    Domain.objects.create(tenant=tenant, domain=own_host(tenant), is_primary=True)
    return tenant, _take_domains(manifest, tenant, plan)


def _take_domains(manifest: dict[str, Any], tenant: Tenant, plan: Plan) -> list[str]:
    """Its own domains where nobody has them; addresses below the platform's host stay behind."""
    below = f".{hosts.platform_host()}"
    own = manifest["tenant"]["slug"] == plan.slug and not plan.is_sandbox
    refused = []
    for domain in manifest["domains"]:
        if domain.endswith(below) or domain == own_host(tenant):
            continue
        if not own or Domain.objects.filter(domain=domain).exists():
            refused.append(domain)
        else:
            Domain.objects.create(tenant=tenant, domain=domain, is_primary=False)
    return refused


def _restore_files(archive: Archive, tenant: Tenant, progress: Progress) -> int:
    """What is there under the same name stays: names are of chance and never used twice."""
    names = archive.manifest["files"]
    progress.step("files", len(names))
    with in_tenant(tenant, allow_inactive=True):
        for name in names:
            with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
                for block in archive.file(name):
                    spool.write(block)
                spool.seek(0)
                if not default_storage.exists(name):
                    default_storage.save(name, File(spool))
            progress.advance()
    return len(names)


def _take_head(archive: Archive, tenant: Tenant) -> None:
    """The chain must end where the archive says; its head is signed for the tenant it is now."""
    told = archive.manifest["audit"]
    with in_tenant(tenant, allow_inactive=True):
        last = Seal.objects.order_by("-number").first()
        found = {"number": last.number, "hash": bytes(last.hash).hex()} if last else None
        if found != ({"number": told["number"], "hash": told["hash"]} if told else None):
            raise DamagedArchive(_("The audit trail in this archive is not the one it names."))
        if last is None:
            return
        head = heads.signed_head(last.number, bytes(last.hash), last.total, last.sealed_at)
        heads.keep(head)

    def publish() -> None:
        with in_tenant(tenant, allow_inactive=True):
            heads.publish(head)

    transaction.on_commit(publish)


def _told(archive: Archive, loaded: Loaded, files: int) -> dict[str, Any]:
    return {
        "rows": loaded.rows,
        "files": files,
        "left_out": loaded.left_out,
        "made_at": archive.manifest["made_at"],
        "from": archive.manifest["tenant"]["slug"],
    }


def in_trail(told: dict[str, Any]) -> dict[str, list[Any]]:
    """What the operators' trail keeps of it: numbers, and of which archive."""
    left_out = sum(told["left_out"].values())
    named = {**told, "left_out": left_out or None}
    return {name: [None, named[name]] for name in ("from", "made_at", "rows", "files", "left_out")}


def _complete(tenant: Tenant, progress: Progress) -> None:
    """What can follow when it is there: a newer schema, indexes of its own fields."""
    if tenant.schema_version != expected_version():
        progress.step("migrating")
        with suppress(Conflict):  # the running rollout takes it along
            roll_out(Wishes(only=(tenant.slug,)))
    progress.step("completing")
    with in_tenant(tenant, allow_inactive=True):
        seeding.complete_restored()
        endings.workspace_changed()
