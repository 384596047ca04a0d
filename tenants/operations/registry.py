"""Which function does which kind of operation, and which removes what a killed run left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from tenants.models import Operation
from tenants.operations.progress import Progress

Run = Callable[[Operation, Progress], dict[str, Any]]
CleanUp = Callable[[Operation], None]
Result = Callable[[Operation], dict[str, Any] | None]


def never_known(operation: Operation) -> dict[str, Any] | None:
    """For work of which nobody can tell whether a killed run had done it."""
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """`queue`: where it is done in the background; `schemas` is the one that may act as owner.

    `done`: after a killed run was cleaned up, its result if it was done all the same.
    `killed`: what is said of a run that was killed and is not begun anew.
    """

    name: str
    run: Run
    clean_up: CleanUp
    queue: str = "schemas"
    done: Result = never_known
    killed: str = gettext_noop(
        "Its process ended before it was done; what was half-made is removed."
    )


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind:
    return _kinds[name]


def nothing_to_clean(operation: Operation) -> None:
    """For work that is simply done again."""
