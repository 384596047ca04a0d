"""`setup_installation` where a tenant's migration fails."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tenants.choices import SchemaState
from tenants.models import RecordedMigration, Tenant
from tests.ground import people
from tests.tenants.rolling import OLD, fresh, run_sql


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: LazySettings) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def ill(two: list[Tenant], column: RecordedMigration) -> Tenant:
    """The oldest, so the canary."""
    run_sql(f"ALTER TABLE {two[0].schema_name}.identity_user ADD COLUMN nickname int")
    return two[0]


def test_one_machine_starts_without_the_tenant_that_fails(two: list[Tenant], ill: Tenant) -> None:
    for _again in range(2):
        told = _set_up("--without-failed")
        assert f"{ill.slug}: FAILED DuplicateColumn" in told
        assert f"1 tenant failed and is fenced off: {ill.slug}. Everybody else works." in told
        assert "manage.py tenant migrate --retry-failed" in told
    fenced, well = fresh(two)
    assert (fenced.schema_state, well.may_work) == (SchemaState.FAILED, True)
    run_sql(f"ALTER TABLE {ill.schema_name}.identity_user DROP COLUMN nickname")
    assert "fenced" not in _set_up("--without-failed")
    assert fresh([ill])[0].may_work


def test_a_migration_that_fails_twice_keeps_everybody_else_as_they_were(
    two: list[Tenant], ill: Tenant
) -> None:
    third = people.provisioned(f"roll2-{uuid4().hex[:8]}", "Roll 2")
    try:
        Tenant.objects.filter(id=third.id).update(schema_version=OLD)
        run_sql(f"ALTER TABLE {two[1].schema_name}.identity_user ADD COLUMN nickname int")
        with pytest.raises(CommandError, match="2 tenants failed and are fenced off"):
            _set_up("--without-failed")
        assert fresh([third])[0].schema_state == SchemaState.READY
    finally:
        people.drop(third)


def test_a_release_is_not_rolled_out_over_it_unasked(two: list[Tenant], ill: Tenant) -> None:
    with pytest.raises(CommandError, match=f"fenced off: {ill.slug}"):
        _set_up()
    assert fresh(two)[1].schema_version == OLD


def _set_up(*arguments: str) -> str:
    out = StringIO()
    call_command("setup_installation", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()
