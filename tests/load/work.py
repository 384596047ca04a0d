"""What is measured: requests of the API, each as an ordinary user sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True)
class Work:
    """One row of the table. `budget` is the ratio to the floor of docs; None without one."""

    name: str
    method: str
    path: str
    budget: float | None = None
    body: dict[str, Any] | None = None


def reads(get: Callable[[str], Any]) -> list[Work]:
    """The reading rows; `get` looks ids and cursors up that their addresses hold."""
    first = get("/api/v1/contacts/?sort=name&limit=50")
    deep = first
    for _ in range(20):
        if not deep["next"]:
            break
        deep = get(f"/api/v1/contacts/?sort=name&limit=200&cursor={deep['next']}")
    cursor = deep["next"] or first["next"]
    filtered = orjson.dumps(
        {
            "and": [
                {"field": "title", "op": "eq", "value": "CEO"},
                {"field": "account.industry", "op": "eq", "value": "energy"},
            ]
        }
    ).decode()
    contact = first["results"][0]["id"]
    return [
        Work(
            "list 50 contacts by name, page 1", "GET", "/api/v1/contacts/?sort=name&limit=50", 2.5
        ),
        Work(
            "the same, far down by cursor",
            "GET",
            f"/api/v1/contacts/?sort=name&limit=50&cursor={cursor}",
            2.5,
        ),
        Work(
            "list filtered by a field and one of the account",
            "GET",
            f"/api/v1/contacts/?filter={filtered}&limit=50",
            2.5,
        ),
        Work("one contact", "GET", f"/api/v1/contacts/{contact}/", 3.0),
        Work("search a fragment with a typo", "GET", "/api/v1/search/?q=korentomi", 2.0),
        Work("the board, 50 cards a stage", "GET", "/api/v1/opportunities/board/", 2.0),
        Work("timeline", "GET", f"/api/v1/contacts/{contact}/timeline/", 2.5),
    ]


def writes() -> list[Work]:
    return [
        Work(
            "create a contact",
            "POST",
            "/api/v1/contacts/",
            None,
            {"first_name": "Ada", "last_name": "Measured", "email": "ada@example.test"},
        )
    ]
