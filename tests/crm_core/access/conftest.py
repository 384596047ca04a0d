"""A workspace without roles, so that each test says which there are."""

import pytest

from crm_core.access.models import Role
from freehold import epoch
from tenants.models import Tenant


@pytest.fixture
def empty_workspace(in_acme: Tenant) -> None:
    Role.objects.all().delete()
    epoch.bump()
