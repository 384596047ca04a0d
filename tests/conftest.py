"""The suite's ground: one database per worker with three tenants, rolled back after every test.

Migrations run once for as long as they stay the same: their result is kept as a database that
each run copies. The tenants `acme`, `globex` and `operators` are made in the copy by replaying the
template. A test that asks for `db` gets all of it, inside a transaction that is rolled back.
"""

import gc
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from freehold.identity.models import User
from freehold.redis_client import patience
from tenants import hosts, marked
from tenants.context import in_tenant
from tenants.middleware import nothing_left_behind
from tenants.models import Tenant
from tests.ground import bytecode, cache_keys, database, people, static_files

#: What takes longest begins first, so that the processes of a run end at about the same time.
_FIRST = ("slow", "browser")
#: Files that use `tests/ground/alone.py`: two processes would only wait for one another.
_ALONE = ("tests/tools/test_make_run.py", "tests/freehold/embedded/")


def pytest_configure() -> None:
    bytecode.keep()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files by how long they take; within a file and among equals the order stays.

    What fails in a browser is tried once more, and named as `RERUN` (decision 023).
    """
    ranks: dict[Path, int] = {}
    for item in items:
        marked = [rank for rank, name in enumerate(_FIRST) if item.get_closest_marker(name)]
        ranks[item.path] = min([*marked, ranks.get(item.path, len(_FIRST))])
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: ranks[item.path])


def pytest_collection_finish() -> None:
    """What was loaded stays loaded, as in a web process: the collector needn't look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    static_files.remember()


class _Files(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Whole files for each process of a run; those that wait for each other go to the same one."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "alone" if file.startswith(_ALONE) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return _Files(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of this worker's own, in place of pytest-django's, which migrates every time."""
    with django_db_blocker.unblock(), database.prepared():
        people.make_tenants()
        yield
    cache_keys.remove()


@pytest.fixture(autouse=True)
def _nothing_remembered(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[None]:
    """Memories of former tests go; afterwards no tenant may be left on the thread."""
    prefix = _forget()
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": prefix}}
    before = max(1, database.sessions_out())
    yield
    assert nothing_left_behind(), (
        "The test left a tenant active: leave it, in `finally` if need be."
    )
    assert database.come_back(before), (
        "The test lost a session of the pool: close the connection in each thread that it starts."
    )


def _forget() -> str:
    """What the process and its cache know; gives the prefix of the keys from now on."""
    patience.restore()
    cache.key_prefix = cache_keys.next_prefix()
    hosts.memory.clear()
    marked.clear_all()
    return cache.key_prefix


@pytest.fixture(scope="module")
def held(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a module's fixtures make within it is there for each of its tests, and goes after them.

    For what takes long to make: every test begins with it as it was made, since its own changes
    are rolled back to there.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        _forget()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real database without a transaction around the test, for other processes to see.

    Nothing is rolled back: use `fresh_tenant`, which goes as a whole, and no other tenant.
    """
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def fresh_tenant(committed_db: None) -> Iterator[Tenant]:
    """A tenant for one test alone, committed, and dropped afterwards."""
    tenant = people.provisioned(f"fresh-{uuid4().hex[:8]}", "Fresh Ltd")
    yield tenant
    people.drop(tenant)


@pytest.fixture
def acme(db: None) -> Tenant:
    return people.tenant("acme")


@pytest.fixture
def globex(db: None) -> Tenant:
    return people.tenant("globex")


@pytest.fixture
def operators(db: None) -> Tenant:
    return people.tenant("operators")


@pytest.fixture
def in_acme(acme: Tenant) -> Iterator[Tenant]:
    """The test's body runs inside the tenant `acme`."""
    with in_tenant(acme):
        yield acme


@pytest.fixture
def acme_admin(acme: Tenant) -> User:
    """The administrator of `acme`; the password is `people.PASSWORD`."""
    return people.admin(acme)


@pytest.fixture
def globex_admin(globex: Tenant) -> User:
    return people.admin(globex)


@pytest.fixture
def operator(operators: Tenant) -> User:
    return people.admin(operators)
