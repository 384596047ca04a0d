"""Callers for the tests of imports."""

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
def rep(acme: Tenant) -> Caller:
    """Somebody who may import and sees what they own, and no settings."""
    user = callers.person(acme, "Rita", grants=callers.MEMBER, rights=["import"])
    return callers.with_key(acme, user)
