"""Callers for the tests of the API."""

import pytest

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller


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
