"""The kinds of Celery tasks: for one tenant (its wake-up calls among them), and for the platform.

`TenantTask` is the default of the application, so that a plain `@shared_task` fails closed too.
"""

from typing import Any
from uuid import UUID

import redis
import structlog
from celery import Task
from celery.exceptions import Reject
from kombu.exceptions import OperationalError

from freehold import epoch
from freehold.context import current_tenant, tenant_or_none
from freehold.observability.metrics import DEAD_LETTERS
from freehold.redis_client import patience
from freehold.tenancy import TenantRefused, door

HEADER = "freehold_tenant"
log = structlog.get_logger(__name__)


class TenantMismatch(RuntimeError):
    """A message addressed to another tenant than the active one: a defect."""


class SentTask(Task):  # type: ignore[type-arg]  # generic in the stubs only
    """A broker that is silent is waited for once; one that was a moment ago is not asked."""

    abstract = True

    def apply_async(  # type: ignore[override]  # the options pass through as they are
        self, args: Any = None, kwargs: Any = None, **options: Any
    ) -> Any:
        """Raises kombu's `OperationalError` when it could not be sent."""
        if patience.is_lost:
            raise OperationalError("The broker did not answer a moment ago.")
        options["retry"] = False
        try:
            return super().apply_async(args, kwargs, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, redis.TimeoutError):
                patience.lose()
                raise
        # The connection was one of before the broker was restarted.
        return super().apply_async(args, kwargs, **options)


class TenantTask(SentTask):
    """Sent by a tenant and run in that tenant, whose id travels in the message's header.

    A message without tenant, or for an unknown or inactive one, becomes a dead letter; it never
    runs in `public`.
    """

    abstract = True

    def apply_async(  # type: ignore[override]  # the options pass through as they are
        self, args: Any = None, kwargs: Any = None, **options: Any
    ) -> Any:
        headers = dict(options.pop("headers", None) or {})
        own = str(current_tenant().id)
        if headers.setdefault(HEADER, own) != own:
            raise TenantMismatch(f"{self.name} is addressed to {headers[HEADER]}, not to {own}.")
        return super().apply_async(args, kwargs, headers=headers, **options)

    def send_for(self, tenant_id: UUID, *args: Any, queue: str) -> None:
        """For the platform's dispatcher alone, which wakes tenants without entering them."""
        headers = {HEADER: str(tenant_id)}
        super().apply_async(args, headers=headers, queue=queue)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.called_directly:
            current_tenant()
            return self.run(*args, **kwargs)
        if tenant_or_none() is not None:
            raise TenantMismatch(f"{self.name} found {tenant_or_none()} left on its thread.")
        claimed = self.request.get(HEADER)
        epoch.forget()
        try:
            with door().enter(_parsed(claimed)):
                return self.run(*args, **kwargs)
        except TenantRefused as refusal:
            self.refused(str(claimed or ""), refusal)
            raise Reject(refusal.reason, requeue=False) from refusal

    def refused(self, claimed: str, refusal: TenantRefused) -> None:
        bury(self, claimed, refusal)


class WakeUpTask(TenantTask):
    """Only looks for what is to be done, and comes again by the clock.

    A tenant that was suspended or erased between the sending and now loses nothing by it, so such
    a message is no dead letter; one without tenant, or for an unknown one, still is.
    """

    abstract = True

    def refused(self, claimed: str, refusal: TenantRefused) -> None:
        if refusal.reason == "inactive":
            log.info("jobs.nothing_to_wake", task=self.name, claimed=claimed)
            return
        super().refused(claimed, refusal)


class PlatformTask(SentTask):
    """Works on the platform's own tables; says so by its type."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with door().leave():
            return self.run(*args, **kwargs)


def bury(task: "Task[Any, Any]", claimed: str, refusal: TenantRefused) -> None:
    """Keep the message where operators see it, and say so in the log and the metrics."""
    DEAD_LETTERS.labels(refusal.reason).inc()
    log.error("jobs.dead_letter", task=task.name, claimed=claimed, reason=refusal.reason)
    door().add_dead_letter(
        task=task.name,
        tenant=claimed,
        reason=refusal.reason,
        detail=str(refusal),
        message={"args": list(task.request.args or ()), "kwargs": dict(task.request.kwargs or {})},
    )


def _parsed(claimed: Any) -> UUID:
    if not claimed:
        raise TenantRefused("missing", "The message names no tenant.")
    try:
        return UUID(str(claimed))
    except ValueError as error:
        raise TenantRefused("unknown", f"{claimed!r} is not a tenant's id.") from error
