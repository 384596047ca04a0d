"""What hangs on a user beside records: each app that keeps something of the kind registers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from freehold.identity.actor import Actor

#: {"id", "name"} of each.
Named = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Belonging:
    """`hand_on` gives the things of a user to another; `give_back` gets what it answered with."""

    of: Callable[[UUID], Named]
    hand_on: Callable[[UUID, UUID, Actor], list[dict[str, Any]]] | None = None
    give_back: Callable[[list[dict[str, Any]], UUID, UUID, Actor], None] | None = None


_known: dict[str, Belonging] = {}


def register_belonging(name: str, belonging: Belonging) -> None:
    _known[name] = belonging


def hanging_on(user_id: UUID) -> dict[str, Named]:
    """By the name of what it is: nothing of it is a secret before who manages settings."""
    return {name: one.of(user_id) for name, one in _known.items()}


def hand_on_belongings(former: UUID, to: UUID, *, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """What went to `to`, by its name, as `give_back_belongings` wants it."""
    kept = {
        name: one.hand_on(former, to, actor)
        for name, one in _known.items()
        if one.hand_on is not None
    }
    return {name: those for name, those in kept.items() if those}


def give_back_belongings(
    kept: dict[str, list[dict[str, Any]]], former: UUID, to: UUID, *, actor: Actor
) -> None:
    for name, those in kept.items():
        one = _known.get(name)
        if one is not None and one.give_back is not None:
            one.give_back(those, former, to, actor)
