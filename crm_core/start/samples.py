"""Who makes the samples: the demonstration registers itself here, above this app."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from freehold.identity.models import User


@dataclass(frozen=True)
class Made:
    """One part of the samples: `object` and ids of the records that were just made."""

    records: list[tuple[str, UUID]]


#: Makes the records part by part, owned by the user; each part is a transaction of the caller's.
Maker = Callable[[User], Iterator[Made]]
_makers: list[Maker] = []


def register_maker(maker: Maker) -> None:
    _makers[:] = [maker]


def make_samples(owner: User) -> Iterator[Made]:
    return _makers[0](owner)
