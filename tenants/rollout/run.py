"""A rollout: the template first, then a canary, then every tenant over a few connections.

It may be killed at any moment and run again: each tenant's row says where it is. Threads are
allowed here, because they use connections of their own and never enter a tenant.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import psycopg
import structlog
from django.core.management import call_command
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from freehold.errors import NotFound
from tenants import databases, hosts, placements
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.ownership import as_owner, owner_connection
from tenants.provisioning import capture, rights, template
from tenants.provisioning.advisory import Locks, held_lock
from tenants.rollout import reports, signals
from tenants.rollout import schema as schemas
from tenants.rollout.record import migrate_template_and_record
from tenants.rollout.reports import Report, Wishes
from tenants.rollout.targets import current_target
from tenants.versions import expected_version

log = structlog.get_logger(__name__)

Show = Callable[[str], None]


def roll_out(
    wishes: Wishes, *, show: Show = lambda line: None, operation_id: UUID | None = None
) -> Report:
    """Migrate the template and every tenant that lags behind. `Conflict` while another one runs,
    and where a newer release has migrated the template: no tenant is touched then.

    With something to do the report is kept: on the operation, or on one of its own.
    """
    started = time.monotonic()
    require_known(wishes)
    with as_owner(), in_public(), held_lock(Locks.ROLLOUT, "Another rollout is running."):
        if operation_id is None:
            signals.resume_rollout()
        template.refuse_migrated_by_newer()
        bring_template_up_to_date()
        databases.prepare_all(show)
        report = Report(expected_version())
        waiting = _behind(wishes)
        report.left = _left(wishes, waiting)
        if waiting:
            with reports.kept(report, wishes, len(waiting), operation_id) as note:
                _migrate_rounds(waiting, wishes, report, _noting(note, show))
                report.seconds = time.monotonic() - started
            hosts.forget_hosts()
    report.seconds = time.monotonic() - started
    return report


def require_known(wishes: Wishes) -> None:
    """`NotFound` for a tenant that is named and does not exist: a slip is no “nothing to do”."""
    named = {*wishes.only, *filter(None, [wishes.canary])}
    with in_public():
        known = set(Tenant.objects.filter(slug__in=named).values_list("slug", flat=True))
    if unknown := ", ".join(sorted(named - known)):
        raise NotFound(_("There is no tenant “%(slug)s”.") % {"slug": unknown})


def _noting(note: Callable[[], None], show: Show) -> Show:
    def told(line: str) -> None:
        show(line)
        note()

    return told


def _migrate_rounds(waiting: list[Tenant], wishes: Wishes, report: Report, show: Show) -> None:
    """A former release that still serves makes tenants of its own version meanwhile: they follow.

    A canary is for the first round.
    """
    seen: set[str] = set()
    target = current_target()
    _migrate(waiting, wishes, target, report, show)
    while not (report.failed or report.waiting):
        seen |= {tenant.slug for tenant in waiting}
        waiting = [tenant for tenant in _behind(wishes) if tenant.slug not in seen]
        if not waiting:
            return
        _migrate_all(waiting, target, wishes.connections, report, show)


def bring_template_up_to_date() -> bool:
    """True when there was something to do."""
    try:
        template.current_template()
    except template.NoTemplate:
        migrate_template_and_record()
        template.recapture()
        return True
    return False


def tenants_behind() -> int:
    """How many tenants lack a migration of this code: one query."""
    with in_public():
        return len(_behind(Wishes(retry_failed=True)))


def _behind(wishes: Wishes) -> list[Tenant]:
    count = expected_version().partition("-")[0]
    found = (
        Tenant.objects.exclude(schema_version="")
        .exclude(state=TenantState.ERASED)
        .exclude(schema_version=expected_version(), schema_state=SchemaState.READY)
        .exclude(schema_state=SchemaState.MOVING)
        .annotate(migrations=Left("schema_version", 5))
        .filter(migrations__lte=count)
        .order_by("id")
    )
    if wishes.only:
        found = found.filter(slug__in=wishes.only)
    elif not wishes.retry_failed:
        found = found.exclude(schema_state=SchemaState.FAILED)
    return list(found)


def _left(wishes: Wishes, waiting: list[Tenant]) -> list[str]:
    """Who failed before and stays fenced off, where all were meant."""
    if wishes.only:
        return []
    failed = Tenant.objects.filter(schema_state=SchemaState.FAILED)
    failed = failed.exclude(state=TenantState.ERASED).exclude(id__in=[one.id for one in waiting])
    return list(failed.values_list("slug", flat=True))


def _migrate(
    waiting: list[Tenant], wishes: Wishes, target: schemas.Target, report: Report, show: Show
) -> None:
    canary = _canary(waiting, wishes)
    _migrate_all([canary], target, 1, report, show)
    if not report.failed:
        _prove(canary, report)
    others = [tenant for tenant in waiting if tenant.id != canary.id]
    if report.failed and _proves(canary, wishes):
        show(f"The canary {canary.slug} failed: the others are left as they were.")
        report.waiting = [tenant.slug for tenant in others]
        return
    _migrate_all(others, target, wishes.connections, report, show)


def _canary(waiting: list[Tenant], wishes: Wishes) -> Tenant:
    """The one wished for, else the oldest; one that failed before only where all have."""
    if wishes.canary is None:
        return min(
            waiting,
            key=lambda one: (_has_failed(one), one.is_operators, one.created_at),
        )
    found = next((tenant for tenant in waiting if tenant.slug == wishes.canary), None)
    if found is None:
        raise NotFound(f"The canary “{wishes.canary}” is not among the tenants to migrate.")
    return found


def _has_failed(tenant: Tenant) -> bool:
    return tenant.schema_state == SchemaState.FAILED


def _proves(canary: Tenant, wishes: Wishes) -> bool:
    """That one which had failed before fails again says nothing about the migration."""
    return wishes.canary is not None or not _has_failed(canary)


def _prove(canary: Tenant, report: Report) -> None:
    """The canary must come out equal to the template; otherwise nobody else is touched."""
    checksum = template.current_template().checksum
    with placements.at(canary.database):
        is_equal = capture.checksum_of(canary.schema_name) == checksum
    if not is_equal:
        message = "the migrated schema differs from the template"
        with _own_connection() as own:
            schemas.note_failed(own, canary.id, message)
        report.migrated.remove(canary.slug)
        report.failed[canary.slug] = message


def _migrate_all(
    waiting: Iterable[Tenant], target: schemas.Target, connections: int, report: Report, show: Show
) -> None:
    todo: queue.SimpleQueue[Tenant] = queue.SimpleQueue()
    for tenant in waiting:
        todo.put(tenant)
    by_django: list[Tenant] = []
    threads = [
        threading.Thread(target=_work, args=(todo, target, report, by_django, show), daemon=True)
        for _ in range(max(1, min(connections, 16)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for tenant in by_django:
        _migrate_by_django(tenant, target, report, show)
    while not todo.empty():
        report.waiting.append(todo.get().slug)


def _work(
    todo: "queue.SimpleQueue[Tenant]",
    target: schemas.Target,
    report: Report,
    by_django: list[Tenant],
    show: Show,
) -> None:
    with ExitStack() as opened:
        own = opened.enter_context(_own_connection())
        to = {placements.HOME: own}
        while signals.may_go_on():
            try:
                tenant = todo.get_nowait()
            except queue.Empty:
                return
            try:
                if tenant.database not in to:
                    to[tenant.database] = opened.enter_context(_own_connection(tenant.database))
                there = to[tenant.database]
                schemas.bring_up_to_date(
                    there, tenant.id, tenant.schema_name, target, own, tenant.database
                )
            except schemas.NeedsDjango:
                by_django.append(tenant)
            except (psycopg.Error, KeyError) as error:
                _fail(own, tenant, error, report, show)
            else:
                report.migrated.append(tenant.slug)
                show(f"{tenant.slug}: {target.version}")


def _migrate_by_django(tenant: Tenant, target: schemas.Target, report: Report, show: Show) -> None:
    with _own_connection() as own:
        try:
            with in_tenant(tenant, allow_inactive=True):
                call_command("migrate_here", verbosity=0, interactive=False)
                template.drop_foreign_keys_out()
                rights.grant_tenant(tenant.schema_name)
        except Exception as error:  # any migration may raise anything; it stops nobody else
            _fail(own, tenant, error, report, show)
            return
        schemas.note_ready(own, tenant.id, target.version)
    report.migrated.append(tenant.slug)
    show(f"{tenant.slug}: {target.version}")


def _fail(
    own: psycopg.Connection[Any], tenant: Tenant, error: Exception, report: Report, show: Show
) -> None:
    message = f"{type(error).__name__}: {error}".strip()
    schemas.note_failed(own, tenant.id, message)
    report.failed[tenant.slug] = message.splitlines()[0]
    log.error("tenant.migration_failed", slug=tenant.slug, error=message)
    show(f"{tenant.slug}: FAILED {message.splitlines()[0]}")


def _own_connection(placement: str = placements.HOME) -> psycopg.Connection[Any]:
    return owner_connection(placement, application_name="freehold-rollout", autocommit=True)
