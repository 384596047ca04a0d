"""Callers for the tests of the API."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers, hooks
from tests.api.callers import Caller
from tests.api.hooks import Hook
from tests.ground.receiver import Receiver, receiving


@pytest.fixture
def admin(acme: Tenant, acme_admin: User) -> Caller:
    """A program of acme's administrator."""
    return callers.with_key(acme, acme_admin)


@pytest.fixture
def stranger(globex: Tenant, globex_admin: User) -> Caller:
    """A program of the other tenant's administrator, at its own host."""
    return callers.with_key(globex, globex_admin)


@pytest.fixture
def mia(acme: Tenant) -> User:
    """A user of acme who reaches her own records only."""
    return callers.person(acme, "Mia", grants=callers.MEMBER)


@pytest.fixture
def member(acme: Tenant, mia: User) -> Caller:
    return callers.with_key(acme, mia)


@pytest.fixture
def reader(acme: Tenant, acme_admin: User) -> Caller:
    """A key of the administrator that may only read."""
    return callers.with_key(acme, acme_admin, "read")


@pytest.fixture
def nobody(acme: Tenant) -> Caller:
    """Signed in, without any role."""
    return callers.with_key(acme, callers.person(acme, "Noah"))


@pytest.fixture
def anonymous(acme: Tenant) -> Caller:
    return callers.anonymous(acme)


class _Inside(WSGIHandler):
    """Leaves the connection of the test's transaction open, as Django's test client does.

    The client brings the signals' receivers back after each call, so they go before each here.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        return super().__call__(environ, start_response)


@pytest.fixture
def application(db: None) -> Iterator[WSGIHandler]:
    """The whole application behind WSGI, inside the test's transaction."""
    yield _Inside()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def hooks_on_loopback(settings: LazySettings) -> None:
    """Webhooks may go to receivers of the test."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_HTTP = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def hook(admin: Caller, receiver: Receiver) -> Hook:
    kinds = ("created", "updated", "deleted", "restored", "undone", "merged")
    return hooks.made(admin, receiver, *(f"accounts.{kind}" for kind in kinds))
