"""Who does something, by which way: what every write records."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """`source`: web, api, import, task, cli or system. `scopes` bound an API key, {"all"} not."""

    user_id: UUID | None
    name: str
    source: str
    request_id: str = ""
    scopes: frozenset[str] = field(default=frozenset({"all"}))

    @property
    def is_system(self) -> bool:
        return self.user_id is None and self.source == "system"


SYSTEM = Actor(user_id=None, name="Freehold", source="system")


def request_id_of(request: Any) -> str:
    """The id that the outermost middleware gave the request; empty outside of one."""
    return str(request.META.get("freehold.request_id", "")) if request is not None else ""
