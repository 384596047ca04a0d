"""Tenants between two servers: other roles, another collation, transactions that count anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.audit.sealing import seal_waiting
from freehold.audit.verifying import verify_everything
from freehold.identity.models import User
from tenants import placements
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.provisioning import replay
from tenants.provisioning.provision import provision_tenant
from tests.api import callers
from tests.ground import elsewhere, people
from tests.ground.workers import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_operation_is_left")]


@pytest.fixture(scope="module")
def eu(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), elsewhere.second_server() as alias:
        yield alias


@pytest.fixture
def mover(eu: str, fresh_tenant: Tenant) -> Iterator[Tenant]:
    """A tenant at home, with a history."""
    with in_tenant(fresh_tenant):
        for name in ("Zebra", "Ähre", "apple", "Straße"):
            Account.objects.create(name=name)
        seal_waiting()
        Account.objects.create(name="Written last")
    yield fresh_tenant
    fresh_tenant.refresh_from_db()
    drop(fresh_tenant)


def drop(tenant: Tenant) -> None:
    kept = tenant.kept or {}
    replay.drop_schema(tenant.schema_name, tenant.database)
    if "database" in kept:
        replay.drop_schema(kept["schema"], kept["database"])


def fresh(tenant: Tenant) -> Tenant:
    return Tenant.objects.get(id=tenant.id)


def use_up_transactions(number: int) -> None:
    """Of the server that is worked in now, so that its numbers are higher than the other's."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(
            f"DO $$ BEGIN FOR i IN 1..{number} LOOP"
            " PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        )


def api_of(tenant: Tenant) -> callers.Caller:
    with in_tenant(tenant):
        admin = User.objects.get(email=people.email_of(tenant.slug))
    return callers.with_key(tenant, admin)


def server_of(tenant: Tenant) -> tuple[str, str, str]:
    """Who works there, its port and how it sorts."""
    with in_tenant(tenant), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('port'),"
            " (SELECT datcollate FROM pg_database WHERE datname = current_database())"
        )
        user, port, collation = cursor.fetchone()
        return user, port, collation


def trail_is_whole() -> None:
    """The active tenant's trail is sealed to its end, as soon as the server lets it, and intact."""

    def done() -> bool:
        seal_waiting()
        return verify_everything().entries == AuditEntry.objects.count()

    wait_until(done)
    assert verify_everything().count == 0


def test_it_moves_to_another_server_works_there_and_comes_back(mover: Tenant, eu: str) -> None:
    api, home = api_of(mover), server_of(mover)
    use_up_transactions(20_000)
    with in_tenant(mover):
        Account.objects.create(name="Written at a late transaction")
        trail_is_whole()
    before = api.get("/accounts/?sort=name").json()["results"]
    call_command("tenant", "move", mover.slug, eu)
    moved = fresh(mover)
    there = server_of(moved)
    assert (there[0], there[2]) == (elsewhere.OWNER_THERE, "C")
    assert there[1] != home[1]
    assert api.get("/accounts/?sort=name").json()["results"] == before
    made = api.made("/accounts/", {"name": "Written there"})
    assert api.patch(f"/accounts/{made['id']}/", {"name": "Ärger"}).status_code == 200
    assert api.get("/search/?q=arger").json()["groups"]
    with in_tenant(moved):
        assert verify_everything().count == 0
        use_up_transactions(30_000)
        trail_is_whole()
    call_command("tenant", "restore-confirm", mover.slug)
    call_command("tenant", "move", mover.slug, placements.HOME)
    back = fresh(mover)
    assert server_of(back) == home
    assert api.get("/accounts/").json()["count"] == len(before) + 1
    assert api.delete(f"/accounts/{made['id']}/").status_code == 200
    with in_tenant(back):
        trail_is_whole()


def test_one_is_made_there_exported_and_restored_at_both(eu: str, tmp_path: Path) -> None:
    slug = f"there-{uuid4().hex[:8]}"
    made = provision_tenant(
        slug, "There Ltd", people.email_of(slug), admin_password=people.PASSWORD, database=eu
    ).tenant
    api_of(made).made("/accounts/", {"name": "Initech"})
    file = tmp_path / "there.zip"
    call_command("tenant", "export", slug, str(file))
    again = []
    for database in (eu, placements.HOME):
        copy = f"copy-{uuid4().hex[:8]}"
        call_command("tenant", "restore", str(file), "--slug", copy, "--database", database)
        again.append(Tenant.objects.get(slug=copy))
        with in_tenant(again[-1]):
            assert Account.objects.get().name == "Initech"
            trail_is_whole()
    assert [one.database for one in again] == [eu, placements.HOME]
    for one in (made, *again):
        replay.drop_schema(one.schema_name, one.database)
        one.domains.all().delete()
        one.delete()
