"""Asking for an operation, doing it, and finding those whose process was killed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from freehold.errors import Conflict, NotFound, Problem
from freehold.identity.actor import Actor
from tenants.context import in_public
from tenants.models import Operation, OperationState, Tenant
from tenants.operations.progress import Show, noted
from tenants.operations.registry import Kind, kind_of
from tenants.provisioning.advisory import held_lock

log = structlog.get_logger(__name__)

#: A background operation whose process was killed is begun anew so often.
MOST_ATTEMPTS = 3
_BITS = 0x7FFFFFFFFFFFFFFF
_UNFINISHED = (OperationState.WAITING, OperationState.RUNNING)


def ask(
    kind: str,
    *,
    actor: Actor,
    tenant: Tenant | None = None,
    subject: str = "",
    wishes: Mapping[str, Any] | None = None,
    is_foreground: bool = False,
) -> Operation:
    """Have it done by a worker once this commits, or by the caller's own process.

    `Conflict` while another operation of the same kind on the same tenant is not finished.
    """
    subject = subject or (tenant.slug if tenant else "")
    with in_public(), transaction.atomic():
        _refuse_second(kind, subject)
        operation = Operation.objects.create(
            kind=kind,
            tenant=tenant,
            subject=subject,
            wishes=dict(wishes or {}),
            asked_by={
                "id": str(actor.user_id) if actor.user_id else None,
                "name": actor.name,
                "source": actor.source,
            },
            is_foreground=is_foreground,
        )
        if not is_foreground:
            transaction.on_commit(lambda: send(operation))
    return operation


def send(operation: Operation) -> None:
    """Without a broker it waits: the rescue finds it."""
    from tenants.tasks import operate

    try:
        operate.apply_async((str(operation.id),), queue=kind_of(operation.kind).queue)
    except OperationalError as error:
        log.warning("operations.not_sent", operation=str(operation.id), error=str(error))


def actor_of(operation: Operation) -> Actor:
    """Whoever asked for it, as the actor of what it does."""
    asked = operation.asked_by
    user_id = UUID(asked["id"]) if asked.get("id") else None
    return Actor(user_id=user_id, name=asked["name"], source=asked["source"])


def carry_out(id: UUID, *, show: Show = lambda line: None) -> Operation:
    """Do it, or finish what is left of it. Raises what its work raises, after noting that.

    `Conflict` while another process does it.
    """
    busy = _("Another process is doing this right now.")
    with in_public(), held_lock(id.int & _BITS, busy):
        operation = Operation.objects.filter(id=id).first()
        if operation is None:
            raise NotFound()
        if operation.state in _UNFINISHED:
            _attempt(operation, show)
        return operation


def _attempt(operation: Operation, show: Show) -> None:
    kind = kind_of(operation.kind)
    if operation.attempts:
        kind.clean_up(operation)
        result = kind.done(operation)
        if result is not None:
            operation.result = result
            _end(operation, OperationState.DONE)
            return
        if operation.is_foreground or operation.attempts >= MOST_ATTEMPTS:
            _end(operation, OperationState.FAILED, error=_(kind.killed))
            return
    operation.state, operation.started_at = OperationState.RUNNING, timezone.now()
    operation.attempts += 1
    operation.save(update_fields=["state", "started_at", "attempts"])
    try:
        with noted(operation.id, show) as progress:
            operation.result = kind.run(operation, progress)
    except BaseException as error:
        _fail(kind, operation, error)
        raise
    _end(operation, OperationState.DONE)


def _fail(kind: Kind, operation: Operation, error: BaseException) -> None:
    if isinstance(error, Problem):
        message = error.detail
    else:
        log.exception("operation.failed", operation=str(operation.id), kind=kind.name)
        message = f"{type(error).__name__}: {error}".strip().splitlines()[0][:500]
    kind.clean_up(operation)
    _end(operation, OperationState.FAILED, error=message)


def _end(operation: Operation, state: OperationState, *, error: str = "") -> None:
    operation.state, operation.error, operation.ended_at = state, error, timezone.now()
    operation.save(update_fields=["state", "error", "ended_at", "result"])
    log.info("operation.ended", kind=operation.kind, subject=operation.subject, state=state.value)


def rescue(older_than: timedelta = timedelta(seconds=15)) -> list[UUID]:
    """Send those again whose message or process was lost; a running one is left to its process.

    With the clock's pace that is half a minute at most: a tenant that is being moved waits for it.
    """
    since = timezone.now() - older_than
    with in_public():
        lost = Operation.objects.filter(state__in=_UNFINISHED).filter(
            Q(started_at__lt=since) | Q(started_at__isnull=True, created_at__lt=since)
        )
        found = list(lost[:100])
    for operation in found:
        send(operation)
    return [operation.id for operation in found]


def _refuse_second(kind: str, subject: str) -> None:
    if Operation.objects.filter(kind=kind, subject=subject, state__in=_UNFINISHED).exists():
        raise Conflict(
            _("This is being done already for “%(subject)s”. Wait until it has ended.")
            % {"subject": subject}
        )
