"""The trail writes itself: by the database, for every way of writing, and it stays as written."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from crm_core.records.services import (
    bulk_change,
    create_record,
    restore_record,
    trash_record,
    undo,
    update_record,
)
from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.audit.services import act_as, record
from freehold.identity.actor import SYSTEM, Actor
from tests.crm_core.records.acting import custom_field, euros, make, make_many


@pytest.fixture
def ada(in_acme: Any) -> Actor:
    from tests.crm_core.records import acting

    return acting.administrator()


def trail(ident: UUID) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(record_id=ident).order_by("id"))


def sql(statement: str, *params: Any) -> None:
    with connection.cursor() as run:
        run.execute(statement, params)


def test_each_write_leaves_one_entry_with_what_changed(ada: Actor) -> None:
    custom_field(ada, "accounts", "tier", "text")
    made = make("accounts", ada, name="Acme", phone="1", custom={"tier": "gold"})
    update_record("accounts", made, {"phone": "2", "custom": {"tier": None}}, actor=ada)
    trash_record("accounts", made, actor=ada)
    restore_record("accounts", made, actor=ada)
    entries = trail(made)
    assert [one.action for one in entries] == ["create", "update", "delete", "restore"]
    assert entries[0].changes == {
        "name": [None, "Acme"],
        "phone": [None, "1"],
        "custom.tier": [None, "gold"],
        "owner_id": [None, str(ada.user_id)],
    }
    assert entries[1].changes == {"phone": ["1", "2"], "custom.tier": ["gold", None]}
    assert entries[2].changes == entries[3].changes == {}
    assert {one.record_name for one in entries} == {"Acme"}
    assert {one.object for one in entries} == {"sales_account"}


def test_an_entry_says_who_by_which_way_and_request(ada: Actor) -> None:
    name = "O'Brien \\ \"x\" % %s é 😀 $audit$ \\' E''"
    actor = Actor(ada.user_id, name, "api", request_id="req-1")
    entry = trail(make("accounts", actor, name="Acme"))[0]
    assert (entry.actor_id, entry.actor_name) == (ada.user_id, name)
    assert (entry.source, entry.request_id) == ("api", "req-1")


def test_the_name_of_an_actor_is_never_run(ada: Actor) -> None:
    actor = Actor(ada.user_id, "x'; DELETE FROM sales_account; --", "web")
    make("accounts", ada, name="Acme")
    make("accounts", actor, name="Other")
    assert Account.objects.count() == 2


def test_sql_by_hand_does_not_pass_unseen(ada: Actor) -> None:
    make_many("accounts", ada, [{"name": "A"}, {"name": "B"}])
    act_as(Actor(None, "", ""))
    sql("RESET app.actor")
    sql("UPDATE sales_account SET phone = '7'")
    entries = list(AuditEntry.objects.filter(action="update"))
    assert [one.changes for one in entries] == [{"phone": [None, "7"]}] * 2
    assert {(one.source, one.actor_id) for one in entries} == {("sql", None)}
    assert all(one.actor_name for one in entries)
    sql("DELETE FROM sales_account WHERE name = 'A'")
    (purged,) = AuditEntry.objects.filter(action="purge")
    assert purged.record_name == "A"


def test_an_update_that_changes_nothing_leaves_no_entry(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme")
    for column in ("name = name", "version = version + 1", "search_text = 'x'",
                   "updated_at = now()", "last_activity_at = now()"):  # fmt: skip
        sql(f"UPDATE sales_account SET {column}")
    assert [one.action for one in trail(ident)] == ["create"]


def test_a_thousand_rows_leave_a_thousand_entries(ada: Actor) -> None:
    ids = make_many("contacts", ada, [{"last_name": f"N{n}"} for n in range(1000)])
    assert AuditEntry.objects.filter(action="create", record_id__in=ids).count() == 1000
    bulk_change("contacts", "update", ids=ids, values={"title": "Boss"}, actor=ada)
    changed = AuditEntry.objects.filter(action="update", record_id__in=ids)
    assert {str(one.changes) for one in changed} == {"{'title': [None, 'Boss']}"}
    assert changed.count() == 1000


def test_undo_and_money_are_told_too(ada: Actor) -> None:
    ident = make("accounts", ada, name="Acme", annual_revenue=euros(1))
    saved = update_record(
        "accounts", ident, {"annual_revenue": {"amount": 2, "currency": "USD"}}, actor=ada
    )
    assert saved.undo is not None
    undo(saved.undo, actor=ada)
    changes: dict[str, list[object]] = {
        "annual_revenue": [1, 2],
        "annual_revenue_currency": ["EUR", "USD"],
    }
    assert trail(ident)[1].changes == changes
    assert trail(ident)[2].changes == {name: pair[::-1] for name, pair in changes.items()}


def test_what_is_rolled_back_leaves_no_entry(ada: Actor) -> None:
    before = AuditEntry.objects.count()
    with transaction.atomic():
        create_record("accounts", {"name": "Acme"}, actor=ada)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_who_acted_is_forgotten_with_the_transaction(ada: Actor) -> None:
    """`SET LOCAL`: the next transaction of the connection has no actor."""
    with transaction.atomic():
        act_as(ada)
    with connection.cursor() as run:
        run.execute("SELECT current_setting('app.actor', true)")
        (told,) = run.fetchone() or ("",)
    assert told is None or str(ada.user_id) in str(told)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor_name = 'nobody'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "UPDATE audit_auditentry SET actor_name = 'nobody' WHERE false",
    ],
)
def test_the_trail_can_only_grow(ada: Actor, statement: str) -> None:
    make("accounts", ada, name="Acme")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)


def test_what_no_trigger_sees_is_recorded_by_hand(ada: Actor) -> None:
    record(actor=SYSTEM, action="transfer.export", object="exports", changes={"rows": [None, 7]})
    entry = AuditEntry.objects.get(action="transfer.export")
    assert (entry.actor_name, entry.source, entry.changes) == (
        "Freehold",
        "system",
        {"rows": [None, 7]},
    )


def test_every_object_of_the_catalogue_is_under_audit(ada: Actor) -> None:
    from crm_core.records import catalogue

    with connection.cursor() as run:
        run.execute(
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'audit\\_%%' AND c.relnamespace = current_schema()::regnamespace"
            " GROUP BY 1"
        )
        watched = dict(run.fetchall())
    assert {one.table: watched.get(one.table) for one in catalogue.current().objects.values()} == {
        one.table: 3 for one in catalogue.current().objects.values()
    }
