"""What several tests of placement stand on."""

from collections.abc import Iterator
from typing import Any

import pytest

from tenants.models import Operation
from tests.ground import elsewhere


@pytest.fixture(scope="module")
def eu(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A second database of the suite's server, for the tests of a module."""
    with django_db_blocker.unblock(), elsewhere.second_database() as alias:
        yield alias


@pytest.fixture
def no_operation_is_left(committed_db: None) -> Iterator[None]:
    yield
    Operation.objects.all().delete()
