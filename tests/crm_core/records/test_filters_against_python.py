"""Whatever filter is asked, the database shows the rows for which a plain Python reading holds."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from freehold.identity.actor import Actor
from tests.crm_core.records.people_of_all_kinds import (
    ADDRESSES,
    AMOUNTS,
    CHOICES,
    FRACTIONS,
    KINDS,
    NUMBERS,
    TEXTS,
    People,
    make_people,
)
from tests.crm_core.records.plain_filters import PERIODS, holds

FRAGMENTS = ("a", "AL", "å", "ss", "%", "_", "\\", "ph", "beta", "@", "example", "home")
COMPARED = ("eq", "ne", "lt", "lte", "gt", "gte")


def _operands(people: People) -> dict[str, list[Any]]:
    """Values worth comparing each type with."""
    known = [one for one in AMOUNTS if one is not None]
    return {
        "text": [one for one in TEXTS if one],
        "picklist": [],
        "integer": [one for one in NUMBERS if one is not None] + [7],
        "number": [one for one in FRACTIONS if one is not None] + [0.3],
        "money": [*known, *(one["amount"] for one in known), 17],
        "date": [one.isoformat() for one in people.days()],
        "datetime": [one.isoformat() for one in people.moments()],
        "boolean": [True, False],
        "reference": ["me", *map(str, people.accounts), "ÄRGER ag", "zeta", "Nobody"],
    }


def leaves(people: People) -> st.SearchStrategy[dict[str, Any]]:
    operands = _operands(people)
    return st.sampled_from(sorted(KINDS)).flatmap(lambda path: _leaf(path, operands))


def _leaf(path: str, operands: dict[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    kind = KINDS[path]
    values = list(operands.get(kind, []))
    if path == "email":
        values = [one for one in ADDRESSES if one]
    if kind == "picklist":
        values = list(CHOICES) if path == "custom.tier" else _choices(path)
    if kind == "reference" and path != "owner":
        values.remove("me")
    found = [(op, value) for op in _plain_operators(kind) for value in values]
    found += [("empty", flag) for flag in (True, False)]
    if kind in ("text", "longtext"):
        found += [(op, one) for op in ("contains", "icontains") for one in FRAGMENTS]
        found += [("startswith", one) for one in FRAGMENTS if kind == "text"]
    if kind == "entries":
        found += [("icontains", one) for one in FRAGMENTS]
    if kind in ("date", "datetime"):
        found += [("relative", one) for one in PERIODS]
    if kind == "multipicklist":
        found += [("contains", one) for one in CHOICES]
    simple = st.sampled_from(found).map(lambda pair: _node(path, *pair))
    return st.one_of(simple, *_several(path, kind, values))


def _plain_operators(kind: str) -> tuple[str, ...]:
    if kind in ("text", "picklist", "boolean", "reference"):
        return ("eq", "ne")
    return COMPARED if kind in ("integer", "number", "money", "date", "datetime") else ()


def _choices(path: str) -> list[Any]:
    return ["web", "event"] if path == "lead_source" else ["energy", "retail"]


def _several(path: str, kind: str, values: list[Any]) -> list[st.SearchStrategy[dict[str, Any]]]:
    listed = values if kind != "multipicklist" else list(CHOICES)
    if not listed or kind == "boolean":
        return []
    some = st.lists(st.sampled_from(listed), min_size=1, max_size=3)
    found = [
        st.builds(lambda op, many: _node(path, op, many), st.sampled_from(["in", "nin"]), some)
    ]
    if kind in ("integer", "number", "money", "date", "datetime"):
        pair = st.lists(st.sampled_from(listed), min_size=2, max_size=2)
        found.append(pair.map(lambda two: _node(path, "between", two)))
    return found


def _node(path: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": path, "op": op, "value": value}


def filters(people: People) -> st.SearchStrategy[dict[str, Any]]:
    return st.recursive(
        leaves(people),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: {"and": parts}),
            st.lists(inner, max_size=3).map(lambda parts: {"or": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=6,
    )


def test_the_database_and_plain_python_agree(ada: Actor) -> None:
    people = make_people(ada)
    today = people.now.date()

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filters(people))
    def agree(node: dict[str, Any]) -> None:
        params = ListParams(filter=node, fields=("id",), limit=200)
        shown = {one["id"] for one in list_records("contacts", actor=ada, params=params).results}
        meant = {
            ident for ident, row in people.rows.items() if holds(node, row, ada.user_id, today)
        }
        assert shown == meant

    agree()
