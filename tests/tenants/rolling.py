"""Rollouts in tests: of whom, from which version, to which template, and what became of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connection

from tenants import versions
from tenants.context import in_template
from tenants.models import RecordedMigration, Tenant
from tenants.provisioning.template import recapture
from tenants.rollout import run
from tenants.rollout.reports import Wishes

OLD = "00001-000000000000"
#: That the migration of `column` was applied, as Django writes it down.
NOTE = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('identity', '9999_nickname', now())"
)


@contextmanager
def lacking_a_column(tenants: list[Tenant]) -> Iterator[RecordedMigration]:
    """The template has got a column by a migration that these tenants still lack."""
    known = versions.known_migrations() | {("identity", "9999_nickname")}
    knowing = mock.patch.object(versions, "known_migrations", return_value=known)
    with knowing, newer_template() as added:
        Tenant.objects.filter(id__in=[tenant.id for tenant in tenants]).update(schema_version=OLD)
        recapture()
        yield added
    recapture()


@contextmanager
def newer_template() -> Iterator[RecordedMigration]:
    """A newer release has given the template a column, by a migration that this code lacks."""
    statement = (
        'ALTER TABLE "identity_user" ADD COLUMN "nickname" varchar(10) DEFAULT \'x\' NOT NULL;'
    )
    recorded = RecordedMigration.objects.create(
        app="identity", name="9999_nickname", statements=[statement]
    )
    with in_template(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute(NOTE)
    yield recorded
    recorded.delete()
    with in_template(), connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "identity_user" DROP COLUMN "nickname"')
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_nickname'")


def only(tenants: list[Tenant], **wishes: Any) -> Wishes:
    return Wishes(only=tuple(tenant.slug for tenant in tenants), **wishes)


def fresh(tenants: list[Tenant]) -> list[Tenant]:
    """As they stand now, the oldest first."""
    return list(Tenant.objects.filter(id__in=[one.id for one in tenants]).order_by("created_at"))


def run_sql(statement: str) -> None:
    """By the owner, outside of everything: as somebody does it by hand."""
    with run._own_connection() as own:
        own.execute(statement)


def asked(statement: str, *values: Any) -> Any:
    """One value, over a session of its own, as threads must that give none back to the pool."""
    with run._own_connection() as own:
        row = own.execute(statement, values).fetchone()
        return row[0] if row else None
