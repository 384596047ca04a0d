"""Who follows which records. Whoever keeps followers registers how they are found."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

#: (object, ids of records) → (record, user) of everyone who follows one of them.
Followers = Callable[[str, Sequence[UUID]], Iterable[tuple[UUID, UUID]]]
_providers: list[Followers] = []


def register(followers: Followers) -> None:
    if followers not in _providers:
        _providers.append(followers)


def followers_of(object_name: str, records: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    return [pair for followers in _providers for pair in followers(object_name, records)]
