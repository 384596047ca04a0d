"""The product's own database role writes rows and adds to the trail; no more than that (F10)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from uuid import uuid4

import psycopg
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from psycopg import errors, sql

from crm_core.records.services.field_indexes import build_index, unfinished
from crm_core.records.services.fields import create_field
from freehold.audit.sealing import seal_waiting
from freehold.identity.actor import SYSTEM
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.ownership import OwnerUnknown, as_owner, owner_connection, warn_of_one_role
from tenants.provisioning import capture, replay, rights
from tenants.provisioning.template import current_template
from tenants.rollout.schema import Recorded, Target, bring_up_to_date
from tests.freehold.audit.chains import found, write
from tests.ground import people
from tests.ground.workers import wait_until


@pytest.fixture
def role(
    committed_db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A second role, for the block: the process works as it, and its former role is the owner."""
    name = f"app_{uuid4().hex[:8]}"
    owner: dict[str, Any] = settings.DATABASES["default"]
    settings.DATABASE_OWNER = {**owner, "OPTIONS": dict(owner["OPTIONS"])}
    monkeypatch.setitem(
        settings.DATABASES, "default", {**owner, "USER": name, "PASSWORD": "secret"}
    )
    rights.grant_everything(lambda line: None)
    yield name
    dropping = sql.SQL("DROP OWNED BY {role}; DROP ROLE {role}")
    with connection.cursor() as cursor:
        cursor.execute(dropping.format(role=sql.Identifier(name)).as_string(None))


@pytest.fixture
def divided(role: str, fresh_tenant: Tenant) -> Tenant:
    with in_tenant(fresh_tenant):
        write(3)
    return fresh_tenant


@pytest.fixture
def application(role: str, divided: Tenant) -> Iterator["psycopg.Connection[Any]"]:
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=role, password="secret",
        autocommit=True,
    ) as signed_in:  # fmt: skip
        signed_in.execute(f"SET search_path = {divided.schema_name}, public, extensions")
        yield signed_in


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET actor_name = 'nobody'",
        "DELETE FROM audit_auditentry WHERE id = (SELECT max(id) FROM audit_auditentry)",
        "TRUNCATE audit_auditentry",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER audit_frozen",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_frozen ON audit_auditentry",
        "DROP TRIGGER audit_update ON sales_account",
        "ALTER TABLE sales_account DISABLE TRIGGER audit_update",
        "ALTER TABLE audit_auditentry ADD COLUMN x int",
        "DROP TABLE audit_auditentry CASCADE",
        "SELECT setval(pg_get_serial_sequence('audit_auditentry', 'id'), 1)",
        "ALTER TABLE audit_auditentry ALTER COLUMN id RESTART WITH 1",
        "CREATE OR REPLACE FUNCTION audit_frozen() RETURNS trigger LANGUAGE plpgsql AS $$END$$",
        "SET session_replication_role = replica",
        "UPDATE audit_seal SET total = 0",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_seal",
        "UPDATE public.tenants_template SET ddl = 'DROP SCHEMA public CASCADE'",
        "INSERT INTO public.tenants_recordedmigration (app, name) VALUES ('x', 'x')",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "SET ROLE freehold",
    ],
)
def test_f10_the_application_cannot_touch_what_was_written(
    application: "psycopg.Connection[Any]", statement: str
) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedObject)):
        application.execute(statement)


def test_f10_the_application_can_work_and_its_work_is_seen(
    application: "psycopg.Connection[Any]", divided: Tenant
) -> None:
    application.execute("UPDATE identity_user SET name = name")
    application.execute(
        "INSERT INTO sales_product (id, name, search_text, custom, created_at, updated_at, version,"
        " code, family, active, description) VALUES"
        " (gen_random_uuid(), 'Rope', '', '{}', now(), now(), 1, '', '', true, '')"
    )
    row = application.execute(
        "SELECT action, record_name, source FROM audit_auditentry ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert row == ("create", "Rope", "sql")
    with in_tenant(divided):
        wait_until(lambda: seal_waiting() > 0)
        assert found() == []


def may_read(role: str, tenant: Tenant, table: str) -> bool:
    with connection.cursor() as cursor:
        name = f"{tenant.schema_name}.{table}"
        cursor.execute("SELECT has_table_privilege(%s, %s, 'SELECT')", [role, name])
        return bool(cursor.fetchone()[0])


def test_a_rollout_that_broke_off_after_making_a_table_gives_the_rights_when_it_goes_on(
    role: str, fresh_tenant: Tenant
) -> None:
    """In a schema of the days before its tables came with the rights."""
    promised = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} REVOKE ALL ON TABLES FROM {}").format(
        sql.Identifier(fresh_tenant.schema_name), sql.Identifier(role)
    )
    first = Recorded("sales", "9998_made", True, False, ("CREATE TABLE made (id int)",))
    second = Recorded("sales", "9999_more", True, False, ("ALTER TABLE made ADD more int",))
    broken = replace(second, statements=("ALTER TABLE missing ADD more int",))
    target = Target("x", frozenset((one.app, one.name) for one in (first, second)), (), ())
    with owner_connection(autocommit=True) as own:
        own.execute(promised)
        where = (own, fresh_tenant.id, fresh_tenant.schema_name)
        with pytest.raises(errors.UndefinedTable):
            bring_up_to_date(*where, replace(target, recorded=(first, broken)))
        bring_up_to_date(*where, replace(target, recorded=(first, second)))
    assert may_read(role, fresh_tenant, "made")


def test_a_rollout_grants_to_the_role_of_the_database_that_it_is_at(
    role: str, fresh_tenant: Tenant, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One role does all there, and the one of home need not exist."""
    monkeypatch.setitem(
        settings.DATABASES, "eu", {**cast("dict[str, Any]", settings.DATABASE_OWNER)}
    )
    made = Recorded("sales", "9998_made", True, False, ("CREATE TABLE made (id int)",))
    target = Target("x", frozenset({(made.app, made.name)}), (made,), ())
    forget = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} REVOKE ALL ON TABLES FROM {}")
    schema = fresh_tenant.schema_name
    with owner_connection(autocommit=True) as own:
        own.execute(forget.format(sql.Identifier(schema), sql.Identifier(role)))
        bring_up_to_date(own, fresh_tenant.id, schema, target, placement="eu")
        assert not may_read(role, fresh_tenant, "made")


def test_setting_up_gives_the_rights_that_one_table_lacks(role: str, fresh_tenant: Tenant) -> None:
    table = sql.Identifier(fresh_tenant.schema_name, "sales_account")
    revoke = sql.SQL("REVOKE ALL ON {} FROM {}").format(table, sql.Identifier(role))
    with owner_connection(autocommit=True) as own:
        own.execute(revoke)
    assert not may_read(role, fresh_tenant, "sales_account")
    with in_public():
        rights.grant_everything(lambda line: None)
    assert may_read(role, fresh_tenant, "sales_account")


def test_the_application_s_role_is_no_part_of_a_schema_s_structure(divided: Tenant) -> None:
    assert capture.checksum_of(divided.schema_name) == current_template().checksum


def test_the_product_makes_and_removes_tenants_as_the_owner(role: str) -> None:
    """With its own connection as the restricted role."""
    owner, password = (connection.settings_dict[name] for name in ("USER", "PASSWORD"))
    connection.close()
    cast(Any, connection).close_pool()
    connection.settings_dict.update(USER=role, PASSWORD="secret")
    try:
        tenant = people.provisioned(f"fresh-{uuid4().hex[:8]}", "Fresh Ltd")
        with in_tenant(tenant), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (role,)
            write(1)
            field = create_field(
                {"object": "accounts", "label": "Tier", "type": "text"}, actor=SYSTEM
            )
            build_index(field)
            assert unfinished() == []
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (owner,)
        people.drop(tenant)
        assert not replay.schema_exists(tenant.schema_name)
    finally:
        connection.close()
        cast(Any, connection).close_pool()
        connection.settings_dict.update(USER=owner, PASSWORD=password)


def test_becoming_the_owner_inside_a_transaction_is_refused(
    db: None, settings: LazySettings
) -> None:
    settings.DATABASE_OWNER = {**settings.DATABASES["default"], "USER": "another"}
    with pytest.raises(RuntimeError, match="before the transaction"), as_owner():
        pass


def test_without_an_owner_one_role_does_everything(db: None, settings: LazySettings) -> None:
    assert settings.DATABASE_OWNER is None
    with in_public(), as_owner():
        assert rights.tenant_grants("t_000000000000") == ""


def test_who_is_not_told_of_the_owner_hears_where_to_run_it(
    role: str, divided: Tenant, settings: LazySettings
) -> None:
    settings.DATABASE_OWNER = None
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        try:
            with pytest.raises(OwnerUnknown, match="DATABASE_OWNER_URL"):
                call_command("tenant", "create", "unowned", name="Nobody", admin_email="a@b.test")
            with in_tenant(divided):
                field = create_field(
                    {"object": "accounts", "label": "Size", "type": "number"}, actor=SYSTEM
                )
                with pytest.raises(OwnerUnknown):
                    build_index(field)
                field.refresh_from_db()
                assert field.index_state == "failed"
                assert "operators" in field.index_error
        finally:
            cursor.execute("RESET ROLE")
            Tenant.objects.filter(slug="unowned").delete()


def test_one_role_for_everything_is_warned_of(
    committed_db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.ownership._told", set())
    connection.ensure_connection()
    for _ in range(2):
        warn_of_one_role(None, connection)
    assert str(caplog.messages).count("database.one_role") == 1


def test_a_role_that_the_owner_may_not_make_is_asked_for(
    role: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {**settings.DATABASES["default"], "USER": "nobody_yet"}
    monkeypatch.setitem(settings.DATABASES, "default", missing)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        try:
            with pytest.raises(CommandError, match='CREATE ROLE "nobody_yet"'):
                rights.grant_everything(lambda line: None)
        finally:
            cursor.execute("RESET ROLE")
