"""What several tests of placement and of rollouts stand on."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tenants.models import Operation, RecordedMigration, Tenant
from tests.ground import elsewhere, people
from tests.tenants.rolling import lacking_a_column


@pytest.fixture(scope="module")
def eu(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A second database of the suite's server, for the tests of a module."""
    with django_db_blocker.unblock(), elsewhere.second_database() as alias:
        yield alias


@pytest.fixture
def no_operation_is_left(committed_db: None) -> Iterator[None]:
    yield
    Operation.objects.all().delete()


@pytest.fixture
def two(committed_db: None) -> Iterator[list[Tenant]]:
    """Two tenants of this test alone that lack one recorded migration which the template has."""
    made = [people.provisioned(f"roll{n}-{uuid4().hex[:8]}", f"Roll {n}") for n in range(2)]
    yield made
    Operation.objects.filter(kind="rollout").delete()
    for tenant in made:
        people.drop(tenant)


@pytest.fixture
def column(two: list[Tenant]) -> Iterator[RecordedMigration]:
    """A column that the template has got by a migration that the two tenants still lack."""
    with lacking_a_column(two) as recorded:
        yield recorded
