"""How a rollout goes, kept as an operation: the rows of tenants say where each is."""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from psycopg.types.json import Jsonb

from tenants.models import Operation, OperationState
from tenants.ownership import owner_connection
from tenants.provisioning.advisory import held_lock

KIND = "rollout"
_BITS = 0x7FFFFFFFFFFFFFFF
_INTERVAL = 0.5
_NOTE = """
UPDATE public.tenants_operation SET step = 'migrating', done = %s, total = %s, result = %s
WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which tenants, which one first, over how many connections."""

    only: tuple[str, ...] = ()
    canary: str | None = None
    connections: int = 2
    retry_failed: bool = False

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "only": list(self.only)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Wishes":
        return cls(**{**kept, "only": tuple(kept["only"])})


@dataclass(slots=True)
class Report:
    """How it went. `waiting` are tenants that a stop or a failed canary left as they were,
    `left` those that had failed before and were not asked for.
    """

    version: str
    migrated: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "migrated": sorted(self.migrated),
            "failed": dict(self.failed),
            "waiting": sorted(self.waiting),
            "left": sorted(self.left),
            "seconds": round(self.seconds, 2),
        }

    def as_text(self) -> str:
        every = "every other tenant" if self.left else "every tenant"
        lines = [f"Nothing to do: {every} is at {self.version}."]
        if self.migrated or self.failed or self.waiting:
            lines = [f"{_tenants(len(self.migrated))} migrated in {self.seconds:.1f} s."]
        lines += [f"FAILED {slug}: {error}" for slug, error in sorted(self.failed.items())]
        if self.waiting:
            lines.append(f"{_tenants(len(self.waiting))} still waiting.")
        if self.left:
            who = ", ".join(sorted(self.left))
            lines.append(f"Fenced off since they failed: {who}. --retry-failed tries them again.")
        return "\n".join(lines)

    def failure_as_text(self) -> str:
        return failure_as_text(self.failed)


@contextmanager
def kept(
    report: Report, wishes: Wishes, total: int, operation_id: UUID | None
) -> Iterator[Callable[[], None]]:
    """Keeps the report on the operation's row; without one (command line) on a row of its own.

    Yields what threads call after each tenant.
    """
    if operation_id is not None:
        with _noting(report, total, operation_id) as note:
            yield note
        return
    operation = Operation.objects.create(
        kind=KIND,
        state=OperationState.RUNNING,
        wishes=wishes.as_json(),
        asked_by={"id": None, "name": "Command line", "source": "cli"},
        is_foreground=True,
        attempts=1,
        started_at=timezone.now(),
        total=total,
    )
    with held_lock(operation.id.int & _BITS, "Another process does this."):
        error = "It was interrupted."
        try:
            with _noting(report, total, operation.id) as note:
                yield note
            error = ""
        finally:
            Operation.objects.filter(id=operation.id).update(
                state=OperationState.FAILED if error else OperationState.DONE,
                error=error,
                done=len(report.migrated) + len(report.failed),
                result=report.as_json(),
                ended_at=timezone.now(),
            )


@contextmanager
def _noting(report: Report, total: int, id: UUID) -> Iterator[Callable[[], None]]:
    """Notes over a connection of their own, at most every half second."""
    lock, noted_at = threading.Lock(), [0.0]
    with owner_connection(application_name="freehold-report", autocommit=True) as own:

        def note() -> None:
            with lock:
                if time.monotonic() - noted_at[0] < _INTERVAL:
                    return
                noted_at[0] = time.monotonic()
                done = len(report.migrated) + len(report.failed)
                own.execute(_NOTE, [done, total, Jsonb(report.as_json()), id])

        yield note


def failure_as_text(failed: Collection[str]) -> str:
    """One line: who is fenced off."""
    who = ", ".join(sorted(failed))
    if len(failed) == 1:
        return f"1 tenant failed and is fenced off: {who}."
    return f"{len(failed)} tenants failed and are fenced off: {who}."


def _tenants(count: int) -> str:
    return "1 tenant" if count == 1 else f"{count} tenants"
