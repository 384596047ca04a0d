"""Moving a tenant to another database: copied whole and compared, or left where it was.

Writes and reads wait while it is copied. The order makes every moment safe to be killed at: the new
schema is committed, the old one set aside under another name, and only then does the tenant's row
lead to the new one. Until the row does, everything is taken back; from then on it is done.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit.sealing import BATCH, begin_at_another_server, seal_waiting
from freehold.errors import Conflict
from freehold.identity.actor import SYSTEM, Actor
from freehold.live import endings
from tenants import databases, hosts, placements
from tenants.archives.loading import load_schema, template_of
from tenants.archives.services import ask_confirm
from tenants.choices import SchemaState
from tenants.context import in_public, in_tenant
from tenants.models import Operation, Tenant, random_schema_name
from tenants.moving.source import held_still
from tenants.operations.progress import Progress
from tenants.operations.registry import Kind, register
from tenants.operations.running import actor_of, ask
from tenants.ownership import as_owner
from tenants.provisioning import replay, seeding
from tenants.services import fencing
from tenants.services.fencing import mark
from tenants.services.transitions import tell_operators, tenant_by_slug

KIND = "move"
#: The old schema of a tenant that was moved is kept for so long.
KEPT_FOR = timedelta(days=1)


def ask_move(slug: str, database: str, *, actor: Actor, is_foreground: bool = False) -> Operation:
    """By the worker that may act as owner; `Conflict` for what can't be moved now."""
    databases.checked_database(database)
    tenant = tenant_by_slug(slug)
    _refuse(tenant, database)
    wishes = {
        "database": database,
        "schema": random_schema_name(),
        "aside": random_schema_name(),
        "from": {"database": tenant.database, "schema": tenant.schema_name},
    }
    return ask(KIND, actor=actor, tenant=tenant, wishes=wishes, is_foreground=is_foreground)


def move_tenant(operation: Operation, progress: Progress) -> dict[str, Any]:
    """Do what `ask_move` asked for; a run after the row was switched only completes it."""
    wishes = operation.wishes
    tenant = tenant_by_slug(operation.subject)
    told: dict[str, Any] = {}
    if tenant.schema_name != wishes["schema"]:
        _refuse(tenant, wishes["database"])
        databases.prepare(wishes["database"])
        started = time.monotonic()
        with as_owner(), in_public(), _paused(tenant, operation):
            rows = _moved(tenant, operation, progress)
        told = {"rows": rows, "paused_seconds": round(time.monotonic() - started, 1)}
    progress.step("completing")
    _complete(tenant_by_slug(operation.subject))
    return {"tenant": operation.subject, "database": wishes["database"], **told}


def take_back_unfinished(operation: Operation) -> None:
    """After a failure or a kill: the tenant is where it was, or where it should go, and works."""
    wishes = operation.wishes
    with in_public():
        tenant = Tenant.objects.filter(id=operation.tenant_id).first()
        if tenant is None:
            return
        if tenant.schema_name != wishes["schema"]:
            replay.drop_schema(wishes["schema"], wishes["database"])
            _take_from_aside(wishes)
        if tenant.schema_state == SchemaState.MOVING:
            if tenant.schema_name == wishes["schema"]:
                _begin_trail(tenant)
            mark(tenant, SchemaState.READY)
        if tenant.schema_name == wishes["schema"]:
            _complete(tenant)


def forget_moved() -> None:
    """Ask for the removal of what moves kept aside, once a day has shown that it is not missed."""
    with in_public():
        moved = Tenant.objects.filter(kept__has_key="database")
        since = (timezone.now() - KEPT_FOR).isoformat()
        due = [one.slug for one in moved[:100] if one.kept["since"] < since]
    for slug in due:
        try:
            ask_confirm(slug, actor=SYSTEM)
        except Conflict:
            continue  # it is being removed already


def result_of_move(operation: Operation) -> dict[str, Any] | None:
    """Once the tenant's row leads to the new schema it is moved, whoever was killed then."""
    with in_public():
        moved = Tenant.objects.filter(
            id=operation.tenant_id, schema_name=operation.wishes["schema"]
        ).exists()
    told = {"tenant": operation.subject, "database": operation.wishes["database"]}
    return told if moved else None


@contextmanager
def _paused(tenant: Tenant, operation: Operation) -> Iterator[None]:
    """People get 503 with `Retry-After`, jobs wait; whatever fails is taken back before that ends.

    If that fails too they go on waiting: the operation is taken up again within minutes.
    """
    mark(tenant, SchemaState.MOVING)
    time.sleep(fencing.PATIENCE)
    try:
        yield
    except BaseException:
        take_back_unfinished(operation)
        raise
    mark(tenant, SchemaState.READY)


def _moved(tenant: Tenant, operation: Operation, progress: Progress) -> int:
    """How many rows were copied."""
    wishes = operation.wishes
    _seal(tenant)
    with held_still(tenant) as source:
        template = template_of(source.manifest)
        with placements.at(wishes["database"]), transaction.atomic():
            loaded = load_schema(
                source, wishes["schema"], progress, with_keys=True, template=template
            )
        progress.step("swapping")
        source.set_aside(wishes["aside"])
    _switch(operation)
    _begin_trail(tenant_by_slug(operation.subject))
    return loaded.rows


def _seal(tenant: Tenant) -> None:
    with in_tenant(tenant, allow_inactive=True):
        while seal_waiting() >= BATCH:
            pass


def _begin_trail(tenant: Tenant) -> None:
    """Before anybody writes there: another server counts its transactions otherwise."""
    with in_tenant(tenant, allow_inactive=True):
        begin_at_another_server()


def _switch(operation: Operation) -> None:
    wishes = operation.wishes
    with transaction.atomic():
        tenant = tenant_by_slug(operation.subject, for_update=True)
        former = {"database": tenant.database, "schema": tenant.schema_name}
        if former != wishes["from"]:
            raise Conflict(_("“%(slug)s” was replaced meanwhile.") % {"slug": tenant.slug})
        tenant.kept = {
            "schema": wishes["aside"],
            "database": tenant.database,
            "version": tenant.schema_version,
            "since": timezone.now().isoformat(),
        }
        regions = [tenant.region, databases.region_at(wishes["database"], tenant.region)]
        tenant.schema_name, tenant.database = wishes["schema"], wishes["database"]
        tenant.region = regions[1]
        tenant.save(update_fields=["kept", "schema_name", "database", "region"])
        changes = {"database": [former["database"], tenant.database], "region": regions}
        tell_operators(tenant, "tenant.moved", actor=actor_of(operation), changes=changes)
        hosts.forget_hosts()


def _complete(tenant: Tenant) -> None:
    """What can follow when it works already: indexes of its own fields."""
    with in_tenant(tenant, allow_inactive=True):
        seeding.complete_restored()
        endings.workspace_changed()


def _take_from_aside(wishes: dict[str, Any]) -> None:
    former = wishes["from"]
    with placements.at(former["database"]), as_owner():
        if replay.schema_exists(former["schema"]) or not replay.schema_exists(wishes["aside"]):
            return
        names = [connection.ops.quote_name(one) for one in (wishes["aside"], former["schema"])]
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SCHEMA {names[0]} RENAME TO {names[1]}")


def _refuse(tenant: Tenant, database: str) -> None:
    slug = {"slug": tenant.slug}
    if tenant.is_operators:
        raise Conflict(_("The operators' own tenant stays in the home database."))
    if tenant.database == database:
        raise Conflict(_("“%(slug)s” is in this database already.") % slug)
    if tenant.kept:
        raise Conflict(_("“%(slug)s” still has a former copy. Remove that first.") % slug)
    if not tenant.schema_version or tenant.schema_state != SchemaState.READY:
        raise Conflict(
            _("“%(slug)s” is being set up, updated or moved. Wait until it is ready.") % slug
        )


def register_kind() -> None:
    register(Kind(KIND, move_tenant, take_back_unfinished, done=result_of_move))
