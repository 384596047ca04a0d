"""Fixtures of the CRM's tests."""

import pytest

from freehold.identity.actor import Actor
from tenants.models import Tenant
from tests.crm_core.records import acting


@pytest.fixture
def ada(in_acme: Tenant) -> Actor:
    """The administrator of `acme`; the test's body runs inside the tenant."""
    return acting.administrator()
