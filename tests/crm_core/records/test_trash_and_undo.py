"""Nothing is lost by a mis-click: Trash, restore, and taking one's own actions back."""

import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from crm_core.records.models import UndoStep
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import get_record
from crm_core.records.services import (
    bulk_change,
    restore_record,
    trash_record,
    undo,
    update_record,
)
from freehold.errors import Conflict, Forbidden, Invalid, NotFound
from freehold.identity.actor import SYSTEM, Actor
from tests.crm_core.records.acting import (
    custom_field,
    euros,
    found,
    grant,
    make,
    make_many,
    someone,
)


def token(made: Any) -> UUID:
    assert made.undo is not None
    return UUID(str(made.undo))


def test_the_trash_holds_what_was_deleted_until_it_comes_back(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    make("contacts", ada, last_name="Bob", account=str(ident))
    trash_record("accounts", ident, actor=ada)
    assert found("accounts", ada) == []
    assert found("accounts", ada, trash=True) == ["Acme"]
    with pytest.raises(NotFound):
        get_record("accounts", ident, actor=ada)
    assert get_record("accounts", ident, actor=ada, trash=True)["deleted_at"] is not None
    restored = restore_record("accounts", ident, actor=ada)
    assert (restored["deleted_at"], restored["version"]) == (None, 3)
    assert found("accounts", ada) == ["Acme"]


def test_a_record_is_trashed_and_restored_once(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    with pytest.raises(NotFound):
        restore_record("accounts", ident, actor=ada)
    trash_record("accounts", ident, actor=ada)
    with pytest.raises(NotFound):
        trash_record("accounts", ident, actor=ada)


def test_deleting_is_undone_by_its_token_once(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    trashed = trash_record("accounts", ident, actor=ada)
    assert undo(token(trashed), actor=ada).ids == [ident]
    assert found("accounts", ada) == ["Acme"]
    with pytest.raises(Conflict, match="already"):
        undo(token(trashed), actor=ada)


def test_a_change_of_every_type_is_taken_back(ada: Actor) -> None:
    custom_field(ada, "accounts", "note", "text")
    custom_field(ada, "accounts", "budget", "money")
    other = make("accounts", ada, name="Group")
    full = {
        "name": "Acme", "employees": 5, "annual_revenue": euros(7), "parent": str(other),
        "addresses": [{"city": "Bonn"}], "custom": {"note": "x", "budget": euros(3)},
    }  # fmt: skip
    ident = make("accounts", ada, **full)
    before = get_record("accounts", ident, actor=ada)
    emptied = {name: None for name in full if name not in ("name", "custom")}
    saved = update_record(
        "accounts", ident, {**emptied, "name": "New", "custom": {"note": None}}, actor=ada
    )
    undo(token(saved), actor=ada)
    after = get_record("accounts", ident, actor=ada)
    moving = ("version", "updated_at")
    assert {k: v for k, v in after.items() if k not in moving} == {
        k: v for k, v in before.items() if k not in moving
    }
    assert after["version"] == 3
    assert found("accounts", ada, search="acme") == ["Acme"]


def test_what_somebody_changed_since_stays(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme", phone="1")
    saved = update_record("accounts", ident, {"phone": "2"}, actor=ada)
    update_record("accounts", ident, {"phone": "3"}, actor=ada)
    with pytest.raises(Conflict, match="Acme"):
        undo(token(saved), actor=ada)
    assert get_record("accounts", ident, actor=ada)["phone"] == "3"


def test_what_somebody_changed_beside_it_stays_and_does_not_matter(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme", phone="1")
    saved = update_record("accounts", ident, {"phone": "2"}, actor=ada)
    update_record("accounts", ident, {"email": "a@b.example"}, actor=ada)
    undo(token(saved), actor=ada)
    now = get_record("accounts", ident, actor=ada)
    assert (now["phone"], now["email"]) == ("1", "a@b.example")


def test_only_ones_own_actions_and_not_for_ever(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    saved = update_record("accounts", ident, {"phone": "2"}, actor=ada)
    bob = someone("Bob", grants={"*": grant("all", "all", "all")})
    for actor, held in ((bob, token(saved)), (ada, uuid4()), (SYSTEM, token(saved))):
        with pytest.raises(NotFound):
            undo(held, actor=actor)
    UndoStep.objects.update(created_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    with pytest.raises(NotFound):
        undo(token(saved), actor=ada)


def test_a_bulk_change_is_all_or_nothing(ada: Actor) -> None:
    bob = someone("Bob", grants={"*": grant("all", "own", "own")}, rights=["bulk"])
    mine = make_many("accounts", bob, [{"name": "A"}, {"name": "B"}])
    hers = make("accounts", ada, name="C")
    for ids in ([*mine, hers], [*mine, uuid4()]):
        for action, values in (("update", {"phone": "1"}), ("delete", None)):
            with pytest.raises(Forbidden):
                bulk_change("accounts", action, ids=ids, values=values, actor=bob)
    assert found("accounts", ada, {"field": "phone", "op": "empty", "value": False}) == []
    assert len(found("accounts", ada)) == 3


def test_a_filter_reaches_what_the_actor_may_change_and_no_more(ada: Actor) -> None:
    bob = someone("Bob", grants={"*": grant("all", "own", "own")}, rights=["bulk"])
    make_many("accounts", bob, [{"name": "A"}, {"name": "B"}])
    make("accounts", ada, name="C")
    everything = ListParams(filter={"and": []})
    result = bulk_change("accounts", "update", params=everything, values={"phone": "1"}, actor=bob)
    assert result.count == 2
    shown = found("accounts", ada, {"field": "phone", "op": "eq", "value": "1"}, sort=("name",))
    assert shown == ["A", "B"]


@pytest.mark.parametrize("how", ["ids", "filter"])
def test_changing_many_needs_its_right(ada: Actor, how: str) -> None:
    bob = someone("Bob", grants={"*": grant("all", "own", "own")})
    mine = make_many("accounts", bob, [{"name": "A"}, {"name": "B"}])
    which: dict[str, Any] = {"ids": mine} if how == "ids" else {"params": ListParams()}
    with pytest.raises(Forbidden, match="Change many records at once"):
        bulk_change("accounts", "update", values={"phone": "1"}, actor=bob, **which)
    assert bulk_change("accounts", "delete", ids=mine[:1], actor=bob).count == 1


def test_one_bad_row_stops_a_bulk_change(ada: Actor) -> None:
    custom_field(ada, "accounts", "code", "text", unique=True)
    ids = make_many("accounts", ada, [{"name": "A"}, {"name": "B"}])
    with pytest.raises(Invalid):
        bulk_change("accounts", "update", ids=ids, values={"custom": {"code": "X"}}, actor=ada)
    empty = {"field": "custom.code", "op": "empty", "value": True}
    assert len(found("accounts", ada, empty)) == 2


def test_bulk_changes_are_undone_as_a_whole_or_not_at_all(ada: Actor) -> None:
    ids = make_many("accounts", ada, [{"name": f"A{n}", "phone": str(n)} for n in range(5)])
    changed = bulk_change("accounts", "update", ids=ids, values={"phone": "X"}, actor=ada)
    deleted = bulk_change("accounts", "delete", ids=ids, actor=ada)
    with pytest.raises(Conflict):
        undo(token(changed), actor=ada)
    undo(token(deleted), actor=ada)
    assert len(found("accounts", ada)) == 5
    again = bulk_change("accounts", "update", ids=ids, values={"phone": "Y"}, actor=ada)
    update_record("accounts", ids[0], {"phone": "Z"}, actor=ada)
    with pytest.raises(Conflict):
        undo(token(again), actor=ada)
    assert len(found("accounts", ada, {"field": "phone", "op": "eq", "value": "Y"})) == 4


def test_assigning_changes_the_owner_alone(ada: Actor) -> None:
    bob = someone("Bob", grants={"*": grant("all", "own", "own")})
    ids = make_many("accounts", ada, [{"name": "A"}, {"name": "B"}])
    bulk_change("accounts", "assign", ids=ids, values={"owner": str(bob.user_id)}, actor=ada)
    mine = {"field": "owner", "op": "eq", "value": "me"}
    assert found("accounts", bob, mine, sort=("name",)) == ["A", "B"]
