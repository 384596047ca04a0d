"""Who does something, by which way: what every write records."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """`source` is web, api, import, task, cli or system; `scopes` bound an API key ({"all"} = no bound)."""

    user_id: UUID | None
    name: str
    source: str
    request_id: str = ""
    scopes: frozenset[str] = field(default=frozenset({"all"}))

    @property
    def is_system(self) -> bool:
        return self.user_id is None and self.source == "system"


SYSTEM = Actor(user_id=None, name="Freehold", source="system")
