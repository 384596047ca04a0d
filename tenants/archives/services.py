"""Asking for an export, a restore, a clone or an erasure; a worker or the command does it."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from freehold.errors import Conflict, Invalid
from freehold.identity.actor import Actor
from freehold.ids import new_id
from freehold.text import one_line
from tenants.archives import store
from tenants.archives.reading import Archive
from tenants.context import in_public
from tenants.databases import checked_place
from tenants.models import Operation, Tenant, random_schema_name
from tenants.names import checked_slug
from tenants.operations.running import ask
from tenants.services.transitions import tenant_by_slug


def ask_export(slug: str, *, actor: Actor, path: Path | None = None) -> Operation:
    """Into the file `path` of this machine, or among the operators' archives."""
    wishes = {"path": str(path.absolute())} if path else {}
    return ask(
        "export",
        actor=actor,
        tenant=tenant_by_slug(slug),
        wishes=wishes,
        is_foreground=path is not None,
    )


def ask_restore(
    source: Path | UUID,
    slug: str = "",
    *,
    actor: Actor,
    name: str = "",
    is_sandbox: bool = False,
    database: str = "",
) -> Operation:
    """As a tenant of its own; without `slug` under the address that the archive names.

    Without `database` in that of the archive's region; refused where none lies there.
    """
    told = _tenant_in(source)
    slug = slug or told["slug"]
    wanted = {"database": database} if database else {"region": told.get("region", "")}
    wishes = {
        **_source(source),
        **_new_names(slug),
        "database": checked_place(wanted)["database"],
        "name": _checked_name(name) or told["name"],
        "is_sandbox": is_sandbox,
        "with_keys": slug == told["slug"] and not is_sandbox,
    }
    foreground = isinstance(source, Path)
    return ask("restore", actor=actor, subject=slug, wishes=wishes, is_foreground=foreground)


class OtherTenant(Conflict):
    """The archive is of another tenant than the one it is to take the place of."""

    code = "other_tenant"


def ask_restore_in_place(
    source: Path | UUID, slug: str, *, actor: Actor, of: str = ""
) -> Operation:
    """`of` is the address in the archive, said again where it is another tenant's: its people
    would get what belongs to somebody else."""
    tenant = tenant_by_slug(slug)
    told = _tenant_in(source)
    archived = str(told["slug"])
    if tenant.is_operators:
        raise Conflict(_("The operators' own tenant can't be replaced."))
    if archived == slug != of and told.get("id", str(tenant.id)) != str(tenant.id):
        raise OtherTenant(
            _(
                "This archive is of another tenant that had the address “%(slug)s”, not of the one "
                "that has it now."
            )
            % {"slug": slug}
        )
    if archived not in (slug, of):
        raise OtherTenant(
            _("This archive is of “%(archived)s”, not of “%(slug)s”.")
            % {"archived": archived, "slug": slug}
        )
    wishes = {**_source(source), "schema": random_schema_name(), "in_place": True}
    foreground = isinstance(source, Path)
    return ask("restore", actor=actor, tenant=tenant, wishes=wishes, is_foreground=foreground)


def ask_clone(
    source: str, slug: str, *, actor: Actor, name: str = "", is_foreground: bool = False
) -> Operation:
    """A sandbox with everything of the tenant but its sessions and API keys."""
    tenant = tenant_by_slug(source)
    if tenant.is_operators:
        raise Conflict(_("The operators' own tenant can't be cloned."))
    wishes = {
        **_new_names(slug),
        "source": source,
        "name": _checked_name(name) or tenant.name,
        "is_sandbox": True,
        "database": tenant.database,
    }
    return ask("clone", actor=actor, subject=slug, wishes=wishes, is_foreground=is_foreground)


def ask_confirm(slug: str, *, actor: Actor, is_foreground: bool = False) -> Operation:
    tenant = _replaced(slug)
    return ask("confirm", actor=actor, tenant=tenant, is_foreground=is_foreground)


def ask_take_back(slug: str, *, actor: Actor, is_foreground: bool = False) -> Operation:
    tenant = _replaced(slug)
    return ask("take_back", actor=actor, tenant=tenant, is_foreground=is_foreground)


def ask_erasure(slug: str, *, actor: Actor, confirmation: str) -> Operation:
    """`confirmation` is the address again, typed by whoever asks."""
    tenant = tenant_by_slug(slug)
    if tenant.is_operators:
        raise Conflict(_("The operators' own tenant can't be erased."))
    if confirmation != slug:
        raise Invalid.at(
            "confirm",
            "different",
            _("Type the address “%(slug)s” to erase the tenant for ever.") % {"slug": slug},
        )
    return ask("erase", actor=actor, tenant=tenant)


def _replaced(slug: str) -> Tenant:
    tenant = tenant_by_slug(slug)
    if not tenant.kept:
        raise Conflict(_("“%(slug)s” has no former copy.") % {"slug": slug})
    return tenant


def _source(source: Path | UUID) -> dict[str, str]:
    if isinstance(source, Path):
        return {"path": str(source.absolute())}
    return {"archive": str(source)}


def _tenant_in(source: Path | UUID) -> dict[str, Any]:
    """Refuses at once what can't be an archive; the rest is checked while it is read."""
    if isinstance(source, UUID):
        with store.opened(source) as content, Archive(content) as archive:
            return dict(archive.manifest["tenant"])
    try:
        with source.open("rb") as content, Archive(content) as archive:
            return dict(archive.manifest["tenant"])
    except OSError as error:
        raise Invalid.at(
            "file",
            "unreadable",
            _("“%(path)s” can't be read: %(error)s.")
            % {"path": source, "error": error.strerror or error},
        ) from error


def _new_names(slug: str) -> dict[str, str]:
    checked_slug(slug)
    with in_public():
        if Tenant.objects.filter(slug=slug).exists():
            raise Conflict(
                _("The address “%(slug)s” is taken. Choose another one.") % {"slug": slug}
            )
    return {"tenant_id": str(new_id()), "schema": random_schema_name()}


def _checked_name(name: str) -> str:
    if len(name) > 200 or "\x00" in name:
        raise Invalid.at("name", "invalid", _("Give a name of up to 200 characters."))
    return one_line(name)
