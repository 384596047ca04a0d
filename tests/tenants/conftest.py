"""What several tests of placement and of rollouts stand on."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tenants.context import in_template
from tenants.models import Operation, RecordedMigration, Tenant
from tenants.provisioning.template import recapture
from tests.ground import elsewhere, people
from tests.tenants.rolling import NOTE, OLD


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
    statement = (
        'ALTER TABLE "identity_user" ADD COLUMN "nickname" varchar(10) DEFAULT \'x\' NOT NULL;'
    )
    recorded = RecordedMigration.objects.create(
        app="identity", name="9999_nickname", statements=[statement]
    )
    with in_template(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute(NOTE)
    Tenant.objects.filter(id__in=[tenant.id for tenant in two]).update(schema_version=OLD)
    recapture()
    yield recorded
    recorded.delete()
    with in_template(), connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "identity_user" DROP COLUMN "nickname"')
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_nickname'")
    recapture()
