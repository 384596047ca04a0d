"""The index of a custom field: built beside running work, used by filters and sorts, mended."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.activities.models import Activity
from crm_core.activities.selectors.timeline import timeline
from crm_core.records import catalogue
from crm_core.records.models import FieldDefinition
from crm_core.records.policy import policy_for
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.listing import ListParams, list_page
from crm_core.records.query.source import Source
from crm_core.records.services import (
    create_record,
    field_indexes,
    fields,
    objects,
    restore_record,
    trash_record,
    uniqueness,
)
from crm_core.records.services.field_types import change_type
from freehold import epoch
from freehold.context import current_tenant
from freehold.errors import Conflict, Invalid
from freehold.identity.actor import SYSTEM, Actor
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.crm_core.records.acting import administrator, make
from tests.crm_core.records.test_plans import index_in_order, plans
from tests.ground.copies import copy
from tests.ground.jobs import work_off

ROWS = 12_000
TYPES: dict[str, tuple[dict[str, Any], str, str]] = {
    # type: (more of its definition, SQL of row n's value, operator)
    "text": ({}, "to_jsonb('Größe ' || n)", "eq"),
    "email": ({}, "to_jsonb('a' || n || '@b.example')", "startswith"),
    "integer": ({}, "to_jsonb(n)", "eq"),
    "number": ({}, "to_jsonb(n / 4.0)", "between"),
    "money": ({}, "jsonb_build_object('amount', n, 'currency', 'EUR')", "eq"),
    "date": ({}, "to_jsonb(DATE '2000-01-01' + n)", "between"),
    "picklist": (
        {"choices": [f"c{n}" for n in range(500)]}, "to_jsonb('c' || mod(n, 500))", "eq",
    ),
    "multipicklist": (
        {"choices": [f"c{n}" for n in range(500)]}, "jsonb_build_array('c' || mod(n, 500))",
        "contains",
    ),
    "reference": ({"reference": "accounts"}, "to_jsonb(gen_random_uuid())", "eq"),
}  # fmt: skip
SOUGHT: dict[str, Any] = {
    "text": "Größe 77", "email": "A77@b", "integer": 77, "number": [70, 71], "money": 77,
    "date": ["2010-01-01", "2010-01-03"], "picklist": "c7", "multipicklist": "c7",
    "reference": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c",
}  # fmt: skip


@pytest.fixture
def ada(fresh_tenant: Tenant) -> Iterator[Actor]:
    """The administrator of a tenant without a transaction around, as an index needs it."""
    with in_tenant(fresh_tenant):
        yield administrator()


def add(ada: Actor, name: str, type: str, **values: Any) -> UUID:
    told = {"object": "accounts", "name": name, "label": name, "type": type, **values}
    return fields.create_field(told, actor=ada).id


def fill(values: dict[str, str]) -> None:
    """Rows by SQL: the write door's work is not what is looked at here."""
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in values.items())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sales_account (id, name, custom, created_at, updated_at, version,"
            " search_text, phone, website, email, industry, type, addresses, description)"
            f" SELECT gen_random_uuid(), 'A' || n, jsonb_build_object({pairs}), now(), now(), 1,"
            " '', '', '', '', '', '', '[]', '' FROM generate_series(1, %s) n",
            [ROWS],
        )
        cursor.execute("ANALYZE sales_account")


def plan(path: str, op: str, value: Any) -> str:
    source = Source(catalogue.current(), policy_for(SYSTEM), catalogue.current().object("accounts"))
    wanted = compile_filter(source, {"field": path, "op": op, "value": value})
    where = source.base_condition() & wanted
    origin = source.from_clause()
    with connection.cursor() as cursor:
        cursor.execute(
            f'EXPLAIN SELECT "r".id FROM {origin.sql} WHERE {where.sql} LIMIT 51',
            (*origin.params, *where.params),
        )
        return "\n".join(row[0] for row in cursor.fetchall())


def plans_of_two_pages(sort: str) -> list[str]:
    """How the first page of the list and the one behind it are read."""
    accounts = catalogue.current().object("accounts")
    cursor, plans = None, []
    for _ in range(2):
        params = ListParams(sort=(sort,), fields=("id",), cursor=cursor, counted=False)
        with CaptureQueriesContext(connection) as seen:
            cursor = list_page(catalogue.current(), policy_for(SYSTEM), accounts, params).next
        assert len(seen) == 1
        with connection.cursor() as run:
            run.execute(f"EXPLAIN {seen[0]['sql'].replace('%', '%%')}")
            plans.append("\n".join(row[0] for row in run.fetchall()))
    return plans


def indexes() -> dict[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE relnamespace = current_schema()::regnamespace AND starts_with(relname, 'cf_')"
        )
        return dict(cursor.fetchall())


def state(field_id: UUID) -> str:
    return FieldDefinition.objects.get(id=field_id).index_state


def test_filters_and_sorts_of_every_type_use_it(ada: Actor) -> None:
    for type, (more, _, _) in TYPES.items():
        add(ada, f"my_{type}", type, **more)
    fill({f"my_{type}": sql for type, (_, sql, _) in TYPES.items()})
    work_off()
    assert len(indexes()) == len(TYPES)
    for type, (_, _, op) in TYPES.items():
        path = f"custom.my_{type}"
        assert "cf_" in plan(path, op, SOUGHT[type]), type
        if type in ("multipicklist", "reference"):
            continue
        for sort in (path, f"-{path}"):
            for read in plans_of_two_pages(sort):
                assert "cf_" in read, sort
                assert "Seq Scan on sales_account" not in read, sort


def test_the_newest_about_a_busy_own_record_are_read_as_its_index_holds_them(ada: Actor) -> None:
    objects.create_object({"label": "Project", "label_plural": "Projects"}, actor=ada)
    bridge = make("projects", ada, name="Bridge")
    note = make("activities", ada, kind="note", subject="Note", custom={"project": str(bridge)})
    copy(
        Activity, note, 20_000, created_at="now() - n * interval '1 minute'",
        custom=f"CASE WHEN n <= 2000 THEN jsonb_build_object('project', '{bridge}')"
        " ELSE '{}'::jsonb END",
    )  # fmt: skip
    work_off()
    read = partial(timeline, "projects", bridge, actor=ada, limit=50)
    assert len(read()["results"]) == 50
    (found,) = [found for sql, found in plans(read) if "activities_activity" in sql]
    assert (index_in_order(found) or "").startswith("cf_")


def test_it_comes_with_the_field_and_goes_with_it(ada: Actor) -> None:
    ident = add(ada, "code", "text")
    assert (state(ident), indexes()) == ("waiting", {})
    work_off()
    assert (state(ident), list(indexes().values())) == ("ready", [True])
    fields.retire_field(ident, actor=ada)
    work_off()
    assert (state(ident), indexes()) == ("none", {})
    fields.restore_field(ident, actor=ada)
    work_off()
    assert state(ident) == "ready"


def test_a_unique_field_is_held_by_the_database_too(
    ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = add(ada, "code", "text", unique=True)
    work_off()
    assert (state(ident), list(indexes().values())) == ("ready", [True, True])
    first = create_record("accounts", {"name": "A", "custom": {"code": "x"}}, actor=ada)
    monkeypatch.setattr(uniqueness, "_taken", lambda *_: {})
    monkeypatch.setattr(uniqueness, "_has_twin", lambda *_: False)
    with pytest.raises(Invalid) as refused:
        create_record("accounts", {"name": "B", "custom": {"code": "x"}}, actor=ada)
    (error,) = refused.value.errors
    assert (error.field, error.code) == ("custom.code", "not_unique")
    trash_record("accounts", first["id"], actor=ada)
    create_record("accounts", {"name": "B", "custom": {"code": "x"}}, actor=ada)
    with pytest.raises(Conflict, match="same “code”"):
        restore_record("accounts", first["id"], actor=ada)
    fields.update_field(ident, {"unique": False}, actor=ada)
    work_off()
    assert list(indexes().values()) == [True]


def test_a_field_whose_values_are_shared_does_not_become_unique(ada: Actor) -> None:
    ident = add(ada, "code", "text")
    for name in ("A", "B"):
        create_record("accounts", {"name": name, "custom": {"code": "x"}}, actor=ada)
    with pytest.raises(Invalid, match="“x” \\(2\\)") as refused:
        fields.update_field(ident, {"unique": True}, actor=ada)
    assert refused.value.errors[0].field == "unique"
    # As if somebody had written it in the very moment of the change.
    FieldDefinition.objects.filter(id=ident).update(unique=True)
    epoch.bump()
    work_off()
    definition = FieldDefinition.objects.get(id=ident)
    assert (definition.index_state, list(indexes().values())) == ("failed", [True])
    assert "same value" in definition.index_error
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sales_account SET custom = '{}' WHERE name = 'B'")
    (left,) = field_indexes.unfinished()
    field_indexes.build_index(left)
    assert (state(ident), list(indexes().values())) == ("ready", [True, True])


def test_another_type_has_another_index(ada: Actor) -> None:
    ident = add(ada, "code", "text")
    work_off()
    (former,) = indexes()
    change_type(ident, {"type": "integer"}, actor=ada)
    work_off()
    (present,) = indexes()
    assert present != former


def test_half_built_and_missing_ones_are_found_and_built(ada: Actor) -> None:
    for name in ("broken", "missing"):
        add(ada, name, "text")
    work_off()
    broken = FieldDefinition.objects.get(name="broken")
    missing = FieldDefinition.objects.get(name="missing")
    for name in indexes():
        with connection.cursor() as cursor:
            if missing.id.hex in name:
                cursor.execute(f"DROP INDEX {name}")
            else:
                cursor.execute(
                    f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{name}'::regclass"
                )
    assert {one.id for one in field_indexes.unfinished()} == {broken.id, missing.id}
    for one in field_indexes.unfinished():
        field_indexes.build_index(one)
    assert list(indexes().values()) == [True, True]
    assert field_indexes.unfinished() == []


def test_whoever_waits_too_long_for_a_lock_comes_back(
    ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = add(ada, "code", "text")
    monkeypatch.setattr(field_indexes, "_LOCK_TIMEOUT", "50ms")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f'LOCK TABLE "{current_tenant().schema}".sales_account IN SHARE MODE')
            work_off()
            assert state(ident) == "failed"
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    for one in field_indexes.unfinished():
        field_indexes.build_index(one)
    assert (state(ident), list(indexes().values())) == ("ready", [True])
