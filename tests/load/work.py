"""What is measured: requests of the web app, each with the floor that gives the same answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.load.company import ADMIN, LEADER, MEASURED


@dataclass(frozen=True)
class Work:
    """One row of the table. `budget` is the ratio to the floor that is promised.

    `body` makes the body of the request with that number; `floor` names a function of the floor
    and `facts` are what it needs to know beside the facts of the reader.
    """

    key: str
    name: str
    path: str
    floor: str
    budget: float
    method: str = "GET"
    reader: str = MEASURED
    body: Callable[[int], Any] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    #: Whether product and floor must answer the same bytes; writes make ids of their own.
    same: bool = True


_COLUMNS = "id,version,name,account,title,email,phone,owner"
_LIST = f"/api/v1/contacts/?fields={_COLUMNS}&sort=name&limit=50"
_WANTED = {
    "and": [
        {"field": "custom.tier", "op": "eq", "value": "gold"},
        {"field": "custom.region", "op": "eq", "value": "north"},
        {"field": "account.industry", "op": "eq", "value": "energy"},
    ]
}
_FILTER = orjson.dumps(_WANTED).decode()


def lists(deep: dict[str, Any], cursor: str) -> list[Work]:
    """`deep` is what the floor knows of the place that `cursor` stands for."""
    return [
        Work("list", "list 50 contacts by name, own team's, page 1", _LIST, "contacts", 2.5),
        Work(
            "list_deep",
            "the same at row 9,000 of those, by cursor",
            f"{_LIST}&cursor={cursor}",
            "contacts",
            2.5,
            facts=deep,
        ),
        Work(
            "list_below",
            "the same, teams below too, 1,000 shares",
            _LIST,
            "contacts",
            2.5,
            reader=LEADER,
        ),
        Work("list_all", "the same, everybody's records", _LIST, "contacts", 2.5, reader=ADMIN),
        Work(
            "list_filtered",
            "list by two custom fields and one of the account",
            f"{_LIST}&filter={_FILTER}",
            "contacts",
            2.5,
            facts={"filtered": True},
        ),
    ]


def other_reads(contact: str, busy: str) -> list[Work]:
    return [
        Work(
            "contact",
            "one contact with all it shows",
            f"/api/v1/contacts/{contact}/",
            "contact",
            3.0,
            facts={"record": contact},
        ),
        Work(
            "search",
            "global search, a fragment with a typo",
            "/api/v1/search/?q=korentomi",
            "search",
            2.0,
        ),
        Work(
            "board",
            "the board: 5,000 open deals, 50 cards a stage, sums",
            "/api/v1/opportunities/board/",
            "board",
            2.0,
        ),
        Work(
            "timeline",
            "timeline, 50 newest of 2,000 entries",
            f"/api/v1/contacts/{busy}/timeline/",
            "timeline",
            2.5,
            facts={"record": busy},
        ),
    ]


def writes(between: list[str], deals: list[str]) -> list[Work]:
    """Cards go to and fro between two stages, each by turns."""

    def person(number: int) -> Any:
        return {
            "first_name": "Ada",
            "last_name": f"Measured {number}",
            "email": f"ada.{number}@example.test",
        }

    def stage(number: int) -> Any:
        return {"stage": between[(number // len(deals)) % 2]}

    return [
        Work(
            "create",
            "create a contact (access, validation, audit, event)",
            "/api/v1/contacts/",
            "create",
            3.0,
            method="POST",
            body=person,
            same=False,
        ),
        Work(
            "move",
            "move a card (stage history, audit, undo, event)",
            "/api/v1/opportunities/{deal}/move/",
            "move",
            3.0,
            method="POST",
            body=stage,
            facts={"between": between, "deals": deals},
            same=False,
        ),
    ]
