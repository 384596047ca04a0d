"""Whatever the order, its pages forwards and backwards are the whole sorted list, cut in pieces."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.records.query import listing
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from freehold.identity.actor import Actor
from freehold.text import fold
from tests.crm_core.records.people_of_all_kinds import KINDS, People, make_people
from tests.crm_core.records.plain_filters import holds

SORTABLE = sorted(
    path for path, kind in KINDS.items() if kind not in ("longtext", "entries", "multipicklist")
)
ORDERS = st.lists(
    st.tuples(st.sampled_from(SORTABLE), st.booleans()),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one[0],
)


def _comparable(path: str, value: Any) -> Any:
    kind = KINDS[path]
    if kind == "reference":
        return fold(value[1])
    if kind == "money":
        return value["amount"]
    return fold(value) if kind == "text" else value


def in_order(people: People, order: list[tuple[str, bool]]) -> list[UUID]:
    """Sorted by the keys, the last one first; empty values last, ties in the order of the ids."""
    found = sorted(people.rows, reverse=order[-1][1])
    for path, descending in reversed(order):
        full = [one for one in found if people.rows[one][path] is not None]
        empty = [one for one in found if people.rows[one][path] is None]
        full.sort(
            key=lambda one: _comparable(path, people.rows[one][path]),
            reverse=descending,
        )
        found = [*full, *empty]
    return found


def pages(
    actor: Actor, sort: tuple[str, ...], limit: int, filter: Any = None
) -> tuple[list[UUID], list[UUID]]:
    """All ids read forwards to the end, and all read backwards from there."""
    params = ListParams(sort=sort, fields=("id",), limit=limit, filter=filter)
    page = list_records("contacts", actor=actor, params=params)
    forwards = [one["id"] for one in page.results]
    while page.next:
        page = _at(actor, params, page.next)
        forwards += [one["id"] for one in page.results]
    backwards = [one["id"] for one in page.results]
    while page.previous:
        page = _at(actor, params, page.previous)
        backwards = [*(one["id"] for one in page.results), *backwards]
    return forwards, backwards


def _at(actor: Actor, params: ListParams, cursor: str) -> Any:
    return list_records("contacts", actor=actor, params=replace(params, cursor=cursor))


def test_pages_are_the_sorted_list_in_both_directions(ada: Actor) -> None:
    people = make_people(ada, count=40)

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ORDERS, st.integers(5, 17))
    def equal(order: list[tuple[str, bool]], limit: int) -> None:
        sort = tuple(f"-{path}" if descending else path for path, descending in order)
        forwards, backwards = pages(ada, sort, limit)
        assert forwards == in_order(people, order)
        assert backwards == forwards

    equal()


HALF = (
    {"field": "account.industry", "op": "eq", "value": "energy"},
    {"not": {"field": "account.industry", "op": "eq", "value": "energy"}},
    {"or": [
        {"field": "account.name", "op": "empty", "value": True},
        {"field": "do_not_contact", "op": "eq", "value": True},
    ]},
    {"field": "custom.tier", "op": "ne", "value": "gold"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("counted", "few"),
    [(10_000, 10_000), (10_000, 3), (3, 10_000), (3, 3)],
    ids=["all found", "later pages in order", "the first in order", "all in order"],
)
def test_pages_of_a_filtered_list_are_it_too(
    ada: Actor, monkeypatch: pytest.MonkeyPatch, counted: int, few: int
) -> None:
    """Whether few rows are found and sorted, or many walked through in order."""
    monkeypatch.setattr(listing, "EXACT_COUNT", counted)
    monkeypatch.setattr(listing, "_FEW", few)
    people = make_people(ada, count=40)
    today = people.now.date()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(HALF), ORDERS, st.integers(4, 9))
    def equal(node: Any, order: list[tuple[str, bool]], limit: int) -> None:
        sort = tuple(f"-{path}" if descending else path for path, descending in order)
        meant = [
            one
            for one in in_order(people, order)
            if holds(node, people.rows[one], ada.user_id, today)
        ]
        forwards, backwards = pages(ada, sort, limit, node)
        assert forwards == meant
        assert backwards == forwards
        told = list_records("contacts", actor=ada, params=ListParams(filter=node, limit=limit))
        assert told.count_is_estimate or told.count == len(meant)

    equal()
