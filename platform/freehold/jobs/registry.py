"""Which function does which kind of job, and which kinds come back by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

    from freehold.jobs.job_context import JobContext

#: `schemas` is for what only the owner of the tables may do: its workers alone can sign in so.
QUEUES = ("interactive", "default", "bulk", "schemas")

#: Does a chunk of the job. Returns its result as JSON, or `Again` to go on at the queue's tail.
Handler = Callable[["JobContext"], Any]


class UnknownKind(LookupError):
    """No function is registered for this kind of job."""


class NotNow(Exception):
    """What a job needs is away: it waits for that, for a day at most, and none of it is an attempt.

    The text tells people what it waits for.
    """


@dataclass(frozen=True, slots=True)
class Again:
    """There is more to do, from `cursor` on; the job queues up again behind the others."""

    cursor: Any


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    handle: Handler
    queue: str
    attempts: int
    atomic: bool
    every: timedelta | None = None
    label: "Text" = ""
    repeatable: bool = True


_kinds: dict[str, Kind] = {}


def job(
    kind: str,
    *,
    label: "Text" = "",
    queue: str = "default",
    attempts: int = 3,
    atomic: bool = False,
    repeatable: bool = True,
) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind, which people know as `label`.

    `attempts` bounds how often a chunk is begun after crashes and errors. `atomic=True` puts the
    function and the mark that it is done into one transaction: its effect comes exactly once.
    Otherwise it must save its cursor with its effects (`JobContext.checkpoint`) or bear repetition.
    `repeatable=False`: nobody may begin it again once it has failed.
    """

    def register(handle: Handler) -> Handler:
        _add(Kind(kind, handle, queue, attempts, atomic, None, label, repeatable))
        return handle

    return register


def periodic(
    kind: str,
    *,
    every: timedelta,
    label: "Text" = "",
    queue: str = "default",
    atomic: bool = False,
) -> Callable[[Handler], Handler]:
    """Register a job that every tenant does once per `every`, each at a moment of its own."""

    def register(handle: Handler) -> Handler:
        _add(Kind(kind, handle, queue, 3, atomic, every, label))
        return handle

    return register


def kind_of(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No job of the kind {name!r} is registered.") from None


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def periodic_kinds() -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.every is not None]


def _add(kind: Kind) -> None:
    if kind.queue not in QUEUES:
        raise ValueError(f"The queue of {kind.name} must be one of {', '.join(QUEUES)}.")
    known = _kinds.get(kind.name)
    if known is not None and known.handle.__qualname__ != kind.handle.__qualname__:
        raise ValueError(f"The kind of job {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind
