"""What is read costs the same number of statements, however many records there are."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.activities.selectors.timeline import timeline
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import (
    RecordBoardParams,
    audit_trail,
    list_records,
    record_board,
    search_everything,
)
from crm_core.records.services import bulk_change, create_many, update_many
from crm_core.sales.selectors.board import BoardParams, board
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import (
    custom_field,
    custom_object,
    grant,
    make,
    make_many,
    someone,
)


def statements(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [one["sql"] for one in captured.captured_queries]


def rows(count: int, account: str) -> list[dict[str, Any]]:
    return [
        {"last_name": f"Person {number}", "account": account, "email": f"p{number}@x.example"}
        for number in range(count)
    ]


@pytest.fixture
def rep(ada: Actor) -> Actor:
    """An ordinary user: own and team scope, hidden fields."""
    return someone(
        "Rep",
        grants={"*": grant("team", "own", "own", create=True), "accounts": grant("all", "team")},
        fields={"contacts": {"birthday": "hidden"}, "opportunities": {"probability": "hidden"}},
        rights=["audit"],
    )


READS: dict[str, tuple[int, Callable[[Actor, Any], Any]]] = {
    "list": (1, lambda who, about: list_records(
        "contacts", actor=who, params=ListParams(limit=200, sort=("account.name", "-email")))),
    "filtered": (1, lambda who, about: list_records(
        "contacts", actor=who, params=ListParams(
            limit=200, filter={"field": "account.industry", "op": "eq", "value": "energy"}))),
    "board": (2, lambda who, about: board(actor=who, params=BoardParams(limit=200))),
    "board by a pick list": (2, lambda who, about: record_board("contacts", actor=who,
        params=RecordBoardParams(rows=ListParams(limit=200)))),
    "timeline": (4, lambda who, about: timeline("accounts", about, actor=who, limit=200)),
    "search": (1, lambda who, about: search_everything("person", actor=who, limit=50)),
    "audit": (5, lambda who, about: audit_trail(actor=who, limit=200)),
}  # fmt: skip


@pytest.mark.parametrize("what", READS)
def test_reading_costs_the_same_for_2_and_for_200(ada: Actor, rep: Actor, what: str) -> None:
    most, read = READS[what]
    custom_object(ada, "sites")
    custom_field(ada, "contacts", "site", "reference", reference="sites")
    custom_field(ada, "contacts", "loud", "formula", expression="upper(name) & account.name")
    custom_field(ada, "contacts", "cases", "rollup", rollup={
        "object": "cases", "reference": "contact", "function": "count"})  # fmt: skip
    account = make("accounts", rep, name="Acme", industry="energy")
    counts = []
    for count in (2, 198):
        make_many("contacts", rep, rows(count, str(account)))
        make_many("opportunities", rep, [{"name": f"Deal {n}", "account": str(account)}
                                         for n in range(count)])  # fmt: skip
        make_many("activities", rep, [{"kind": "note", "subject": f"N{n}", "account": str(account)}
                                      for n in range(count)])  # fmt: skip
        read(rep, account)
        counts.append(len(statements(lambda: read(rep, account))))
    assert counts[0] == counts[1] <= most + 1, counts


def test_a_timeline_of_a_thousand_costs_no_more_statements_than_a_short_one(rep: Actor) -> None:
    account = make("accounts", rep, name="Acme")
    counts = []
    for count in (60, 1_000):
        make_many("activities", rep, [{"kind": "note", "subject": f"N{n}", "account": str(account)}
                                      for n in range(count)])  # fmt: skip
        read = partial(timeline, "accounts", account, actor=rep)
        read()
        counts.append(len(statements(read)))
    assert counts[0] == counts[1], counts


def test_writing_many_costs_the_same_for_2_and_for_200(ada: Actor) -> None:
    account = str(make("accounts", ada, name="Acme"))
    made, changed, deleted = [], [], []
    for count in (2, 200):
        new = rows(count, account)
        made.append(statements(partial(create_many, "contacts", new, actor=ada)))
        ids = make_many("contacts", ada, new)
        titles = [(one, {"title": "Boss"}) for one in ids]
        changed.append(statements(partial(update_many, "contacts", titles, actor=ada)))
        delete = partial(bulk_change, "contacts", "delete", ids=ids, actor=ada)
        deleted.append(statements(delete))
    for few, many in (made, changed, deleted):
        assert len(few) == len(many) <= 9, many
