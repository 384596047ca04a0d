"""What the decision records say holds the decision, where nothing else tests it."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from crm_core.records.models import Record
from tenants.models import Tenant

#: What a statement can do to a table, each of which the trail must see.
EVENTS = {"audit_insert", "audit_update", "audit_delete"}


@pytest.mark.usefixtures("in_acme")
def test_every_table_of_records_is_audited() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, array_agg(tgname::text) FROM pg_trigger"
            " JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
            " AND relnamespace = current_schema()::regnamespace GROUP BY relname"
        )
        triggers = {table: set(names) for table, names in cursor.fetchall()}
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Record)}
    unseen = sorted(table for table in tables if not triggers.get(table, set()) >= EVENTS)
    assert not unseen, "Add a migration with freehold.audit.operations.Audit for them."


def test_a_tenants_schema_has_one_audit_function(in_acme: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace ORDER BY proname",
            [in_acme.schema_name],
        )
        functions = [name for (name,) in cursor.fetchall() if name.startswith("audit_w")]
    assert functions == ["audit_write"]


def test_no_app_stands_in_both_lists() -> None:
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)


@pytest.mark.usefixtures("db")
def test_no_foreign_key_leads_out_of_a_schema() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint JOIN pg_class t ON t.oid = confrelid"
            " WHERE contype = 'f' AND connamespace <> t.relnamespace"
        )
        assert cursor.fetchall() == []


@pytest.mark.usefixtures("db")
def test_no_table_name_is_in_public_and_in_a_tenant() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tablename FROM pg_tables WHERE schemaname = 'public'"
            " INTERSECT SELECT tablename FROM pg_tables WHERE schemaname LIKE 't\\_%'"
        )
        shared = {name for (name,) in cursor.fetchall()}
    assert shared <= {"django_migrations"}
