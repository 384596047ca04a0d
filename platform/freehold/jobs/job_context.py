"""What a job's function may know and do about its own job."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from psycopg.pq import TransactionStatus

from freehold.identity.actor import Actor
from freehold.jobs.models import Job, JobState


class JobCancelled(Exception):
    """Somebody cancelled the job; what was committed stays."""


class JobSuperseded(Exception):
    """Another run took the job over (this process was thought dead): stop, write nothing more."""


class JobContext:
    """One run of a job. Every write names the run, so that a superseded one can't write."""

    def __init__(self, job: Job) -> None:
        self.job_id: UUID = job.id
        self.kind = job.kind
        self.payload: Any = job.payload
        self.cursor: Any = job.cursor
        self.attempt = job.attempts
        self.actor = actor_of(job)
        self._run = job.run

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Show how far it is. Raises `JobCancelled` when somebody wants it to end.

        In the middle of a COPY the connection can say and hear nothing: then this does nothing.
        """
        if _copying():
            return
        values: dict[str, Any] = {"done": done, "message": message[:300]}
        if total is not None:
            values["total"] = total
        self._write(**values)
        self.stop_if_cancelled()

    def checkpoint(self, cursor: Any, **shown: Any) -> None:
        """Save where to go on after a crash, in the transaction of the chunk's own effects."""
        self._write(cursor=cursor, **shown)
        self.cursor = cursor

    def cancelled(self) -> bool:
        if _copying():
            return False
        return bool(self._mine().values_list("cancel_requested", flat=True).first())

    def stop_if_cancelled(self) -> None:
        if self.cancelled():
            raise JobCancelled

    def _mine(self) -> Any:
        return Job.objects.filter(id=self.job_id, run=self._run, state=JobState.RUNNING)

    def _write(self, **values: Any) -> None:
        if not self._mine().update(heartbeat_at=timezone.now(), **values):
            raise JobSuperseded(str(self.job_id))


def _copying() -> bool:
    """A query now would wait for ever for the COPY that waits for us."""
    open_connection = connection.connection
    if open_connection is None:
        return False
    return bool(open_connection.info.transaction_status == TransactionStatus.ACTIVE)


def actor_of(job: Job) -> Actor:
    """Who asked for the job: it may do what they may, no more."""
    return Actor(
        user_id=job.requested_by,
        name=job.requested_by_name,
        source=job.source,
        request_id=job.request_id,
        scopes=frozenset(job.scopes),
    )
