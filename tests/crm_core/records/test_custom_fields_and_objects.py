"""What a tenant adds: fields of every type, unique ones, and objects that stay apart."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import audit_trail, get_record, list_records
from crm_core.records.services import (
    bulk_change,
    create_record,
    fields,
    restore_record,
    trash_record,
    undo,
    update_many,
    update_record,
)
from freehold.errors import Conflict, Forbidden, Invalid, NotFound
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import (
    custom_field,
    custom_object,
    found,
    grant,
    make,
    someone,
)


@pytest.fixture
def sites_and_ships(ada: Actor) -> dict[str, UUID]:
    """One record of each of two custom objects, which share a table."""
    for name in ("sites", "ships"):
        custom_object(ada, name)
        custom_field(ada, name, "code", "text", unique=True)
    return {
        "sites": make("sites", ada, name="Site", custom={"code": "A"}),
        "ships": make("ships", ada, name="Ship", custom={"code": "A"}),
    }


def test_a_custom_object_lists_only_its_own(ada: Actor, sites_and_ships: dict[str, UUID]) -> None:
    assert found("sites", ada) == ["Site"]
    assert found("ships", ada) == ["Ship"]


def test_a_record_of_another_custom_object_is_not_there(
    ada: Actor, sites_and_ships: dict[str, UUID]
) -> None:
    ship = sites_and_ships["ships"]
    for act in (
        lambda: get_record("sites", ship, actor=ada),
        lambda: update_record("sites", ship, {"name": "X"}, actor=ada),
        lambda: trash_record("sites", ship, actor=ada),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        bulk_change("sites", "delete", ids=[ship], actor=ada)
    (outcome,) = update_many("sites", [(ship, {"name": "X"})], actor=ada)
    assert [one.code for one in outcome.errors] == ["not_found"]
    trash_record("ships", ship, actor=ada)
    with pytest.raises(NotFound):
        restore_record("sites", ship, actor=ada)


def test_a_reference_leads_to_its_own_object_only(
    ada: Actor, sites_and_ships: dict[str, UUID]
) -> None:
    custom_field(ada, "accounts", "site", "reference", reference="sites")
    with pytest.raises(Invalid):
        make("accounts", ada, name="Acme", custom={"site": str(sites_and_ships["ships"])})
    made = make("accounts", ada, name="Acme", custom={"site": str(sites_and_ships["sites"])})
    record = get_record("accounts", made, actor=ada)
    assert record["custom"]["site"]["name"] == "Site"


def test_the_trail_keeps_custom_objects_apart(ada: Actor, sites_and_ships: dict[str, UUID]) -> None:
    site = sites_and_ships["sites"]
    update_record("sites", site, {"custom": {"code": "B"}}, actor=ada)
    trail = audit_trail(actor=ada, object_name="sites", record_id=site)["results"]
    assert {one["object"] for one in trail} == {"sites"}
    assert trail[0]["changes"] == [
        {"field": "custom.code", "label": "Code", "from": "A", "to": "B"}
    ]


def test_a_field_hidden_in_one_custom_object_stays_hidden_in_its_trail(
    ada: Actor, sites_and_ships: dict[str, UUID]
) -> None:
    bob = someone(
        "Bob",
        grants={"*": grant("all")},
        fields={"sites": {"custom.code": "hidden"}},
        rights=["audit"],
    )
    for one in audit_trail(actor=bob)["results"]:
        shown = [change["field"] for change in one["changes"]]
        assert ("custom.code" in shown) == (one["object"] == "ships")


def test_a_value_is_unique_within_its_object(ada: Actor, sites_and_ships: dict[str, UUID]) -> None:
    with pytest.raises(Invalid) as problem:
        create_record("sites", {"name": "Other", "custom": {"code": "A"}}, actor=ada)
    assert [one.code for one in problem.value.errors] == ["not_unique"]
    create_record("sites", {"name": "Other", "custom": {"code": "B"}}, actor=ada)


def test_what_comes_back_from_the_trash_must_still_be_unique(
    ada: Actor, sites_and_ships: dict[str, UUID]
) -> None:
    site = sites_and_ships["sites"]
    trashed = trash_record("sites", site, actor=ada)
    make("sites", ada, name="Heir", custom={"code": "A"})
    for act in (
        lambda: restore_record("sites", site, actor=ada),
        lambda: undo(trashed.undo or UUID(int=0), actor=ada),
        lambda: bulk_change("sites", "restore", ids=[site], actor=ada),
    ):
        with pytest.raises(Conflict, match="Code"):
            act()
    assert found("sites", ada) == ["Heir"]


@pytest.mark.parametrize(
    ("type", "good", "stored", "bad"),
    [
        ("text", " a ", "a", 7),
        ("longtext", "a\nb", "a\nb", []),
        ("integer", 2**63 - 1, 2**63 - 1, 2**63),
        ("number", 1.25, 1.25, "NaN"),
        ("number", "7", 7, 1e400),
        ("money", {"amount": 5, "currency": "USD"}, {"amount": 5, "currency": "USD"}, 1.5),
        ("date", "2026-01-31", "2026-01-31", "31.01.2026"),
        ("datetime", "2026-01-31T10:00:00+02:00", "2026-01-31T08:00:00.000000Z", "soon"),
        ("boolean", True, True, 1),
        ("email", "a@b.example", "a@b.example", "a@"),
        ("url", "x.example/a", "x.example/a", "ftp://x.example"),
        ("phone", "+49 1", "+49 1", {"x": 1}),
    ],
)
def test_a_custom_field_of_each_type(
    ada: Actor, type: str, good: Any, stored: Any, bad: Any
) -> None:
    custom_field(ada, "accounts", "extra", type)
    made = create_record("accounts", {"name": "A", "custom": {"extra": good}}, actor=ada)
    assert made["custom"] == {"extra": stored}
    with pytest.raises(Invalid) as problem:
        update_record("accounts", made["id"], {"custom": {"extra": bad}}, actor=ada)
    assert [one.field for one in problem.value.errors] == ["custom.extra"]
    cleared = update_record("accounts", made["id"], {"custom": {"extra": None}}, actor=ada)
    assert cleared.record["custom"] == {"extra": None}


def test_custom_values_merge_key_by_key(ada: Actor) -> None:
    for name in ("one", "two"):
        custom_field(ada, "accounts", name, "text")
    ident = make("accounts", ada, name="A", custom={"one": "1", "two": "2"})
    saved = update_record("accounts", ident, {"custom": {"two": "3"}}, actor=ada)
    assert saved.record["custom"] == {"one": "1", "two": "3"}


def test_a_default_whose_choice_is_gone_is_none(ada: Actor) -> None:
    definition = fields.create_field(
        {"object": "accounts", "label": "Tier", "type": "picklist", "choices": ["gold", "tin"],
         "default": "tin"},
        actor=ada,
    )  # fmt: skip
    assert create_record("accounts", {"name": "A"}, actor=ada)["custom"] == {"tier": "tin"}
    fields.update_field(definition.id, {"choices": ["gold"]}, actor=ada)
    assert create_record("accounts", {"name": "B"}, actor=ada)["custom"] == {"tier": None}


def test_a_retired_field_is_unknown_and_its_values_come_back_with_it(ada: Actor) -> None:
    definition = fields.create_field(
        {"object": "accounts", "label": "Note", "type": "text"}, actor=ada
    )
    ident = make("accounts", ada, name="A", custom={"note": "kept"})
    fields.retire_field(definition.id, actor=ada)
    assert get_record("accounts", ident, actor=ada)["custom"] == {}
    update_record("accounts", ident, {"phone": "1"}, actor=ada)
    fields.restore_field(definition.id, actor=ada)
    assert get_record("accounts", ident, actor=ada)["custom"] == {"note": "kept"}


@pytest.mark.parametrize("type", ["boolean", "money", "number", "emails", "multipicklist"])
def test_only_types_with_one_clear_value_can_be_unique(ada: Actor, type: str) -> None:
    with pytest.raises(Invalid) as problem:
        custom_field(ada, "accounts", "extra", type, unique=True, choices=["a"])
    assert [one.field for one in problem.value.errors] == ["unique"]


@pytest.mark.parametrize(
    "name",
    ["a'b", 'a"b', "a b", "Übung", "a;drop", "", "1a", "a" * 41, "a%s", "a\x00"],
)
def test_a_field_name_that_could_leave_its_place_in_sql_is_refused(ada: Actor, name: str) -> None:
    with pytest.raises(Invalid):
        fields.create_field(
            {"object": "accounts", "label": "L", "name": name or "-", "type": "text"}, actor=ada
        )


def test_what_looks_like_sql_is_only_text(ada: Actor) -> None:
    custom_field(ada, "accounts", "note", "text")
    nasty = "x' OR 1=1; SELECT pg_sleep(9) -- %s %(a)s \\"
    make("accounts", ada, name=nasty, custom={"note": nasty})
    make("accounts", ada, name="Other")
    for field in ("name", "custom.note"):
        for op in ("eq", "contains", "icontains", "startswith"):
            shown = found("accounts", ada, {"field": field, "op": op, "value": nasty})
            assert shown == [nasty], (field, op)
    assert found("accounts", ada, search=nasty[:60]) == [nasty]
    params = ListParams(short={"name__in": nasty})
    assert len(list_records("accounts", actor=ada, params=params).results) == 1
