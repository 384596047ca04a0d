"""The door into a tenant: who is active, and who afterwards, whatever happens inside."""

import asyncio
import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction

from freehold.context import NoTenantActive, current_tenant, tenant_or_none
from freehold.errors import NotFound
from freehold.identity.models import User
from tenants.choices import SchemaState, TenantState
from tenants.connections import tenant_connection
from tenants.context import TenantInactive, in_public, in_tenant, on_commit
from tenants.models import Tenant


def test_it_enters_by_row_slug_and_id(acme: Tenant) -> None:
    for way in (acme, acme.slug, acme.id):
        with in_tenant(way) as tenant:
            assert current_tenant() == tenant
            assert tenant_connection.schema_name == acme.schema_name
    assert tenant_or_none() is None


def test_it_restores_the_former_tenant_also_after_an_exception(
    acme: Tenant, globex: Tenant
) -> None:
    with in_tenant(acme):
        with pytest.raises(ZeroDivisionError), in_tenant(globex), in_tenant(acme), in_public():
            raise ZeroDivisionError
        assert current_tenant().id == acme.id
        assert tenant_connection.schema_name == acme.schema_name


def test_tenants_do_not_see_each_other(acme: Tenant, globex: Tenant) -> None:
    with in_tenant(acme):
        User.objects.create(email="canary@acme.test", name="Canary")
    with in_tenant(globex):
        assert not User.objects.filter(email="canary@acme.test").exists()


def test_a_query_without_tenant_raises(db: None) -> None:
    with pytest.raises(NoTenantActive, match="enter one through"):
        User.objects.count()
    with pytest.raises(NoTenantActive):
        User.objects.create(email="a@b.test")


def test_raw_sql_without_tenant_finds_no_table(db: None) -> None:
    with pytest.raises(Exception, match="does not exist"), transaction.atomic():
        connection.cursor().execute("SELECT * FROM identity_user")


def test_a_lazy_queryset_does_not_follow_into_another_tenant(acme: Tenant, globex: Tenant) -> None:
    with in_tenant(acme):
        lazy = User.objects.filter(email="admin@acme.test")
    with pytest.raises(NoTenantActive):
        list(lazy)


@pytest.mark.parametrize("state", [TenantState.SUSPENDED, TenantState.CLOSING, TenantState.ERASED])
def test_it_refuses_an_inactive_tenant(acme: Tenant, state: TenantState) -> None:
    Tenant.objects.filter(id=acme.id).update(state=state)
    with pytest.raises(TenantInactive), in_tenant("acme"):
        pass
    with in_tenant("acme", allow_inactive=True):
        assert User.objects.count() == 1


def test_it_refuses_a_tenant_that_is_migrating(acme: Tenant) -> None:
    Tenant.objects.filter(id=acme.id).update(schema_state=SchemaState.MIGRATING)
    with pytest.raises(TenantInactive, match="being updated"), in_tenant("acme"):
        pass


def test_it_refuses_an_unknown_tenant(db: None) -> None:
    with pytest.raises(NotFound, match="initech"), in_tenant("initech"):
        pass


def test_a_coroutine_can_not_enter(acme: Tenant) -> None:
    async def enter() -> None:
        with in_tenant(acme):
            pass

    with pytest.raises(RuntimeError, match="sync_to_async"):
        asyncio.run(enter())


def test_threads_have_their_own_tenant(acme: Tenant, globex: Tenant) -> None:
    """Library managers with a shared stack came out in each other's tenant."""
    seen: dict[str, list[str | None]] = {}
    both_inside, both_ready = threading.Barrier(2), threading.Barrier(2)

    def work(tenant: Tenant) -> None:
        found: list[str | None] = []
        with in_tenant(tenant.as_context()):
            both_inside.wait(5)
            found.append(current_tenant().slug)
            found.append(tenant_connection.schema_name)
            both_ready.wait(5)
        found.append(tenant_connection.schema_name)
        seen[tenant.slug] = found
        connections.close_all()

    threads = [threading.Thread(target=work, args=(tenant,)) for tenant in (acme, globex)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {
        "acme": ["acme", acme.schema_name, "public"],
        "globex": ["globex", globex.schema_name, "public"],
    }


def test_a_query_in_a_thread_that_only_inherited_the_context_raises(acme: Tenant) -> None:
    """asgiref copies context variables into its threads, but not the connection."""
    import contextvars

    caught: list[BaseException] = []

    def query() -> None:
        try:
            User.objects.count()
        except NoTenantActive as error:
            caught.append(error)
        finally:
            connections.close_all()

    with in_tenant(acme):
        inherited = contextvars.copy_context()
        thread = threading.Thread(target=inherited.run, args=(query,))
        thread.start()
        thread.join()
    assert "connection is elsewhere" in str(caught[0])


def test_work_on_commit_runs_in_the_tenant_of_its_registration(
    acme: Tenant, globex: Tenant, django_capture_on_commit_callbacks: Any
) -> None:
    seen: list[tuple[str, str]] = []
    with in_tenant(globex):
        with django_capture_on_commit_callbacks(execute=True), in_tenant(acme):
            on_commit(lambda: seen.append((current_tenant().slug, tenant_connection.schema_name)))
        assert current_tenant().slug == "globex"
    assert seen == [("acme", acme.schema_name)]


def test_the_library_s_own_ways_in_are_closed(acme: Tenant) -> None:
    with pytest.raises(TypeError, match="in_tenant"):
        acme.__enter__()
    with pytest.raises(TypeError, match="in_tenant"):
        acme.activate()
