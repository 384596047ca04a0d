"""A former release beside a newer one's template: after a rollout that was killed, say."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from freehold.errors import Conflict
from freehold.identity.actor import SYSTEM
from tenants.choices import SchemaState, TenantState
from tenants.models import Operation, RecordedMigration, Template, Tenant
from tenants.operations import running
from tenants.provisioning import provision
from tenants.rollout import services
from tenants.rollout.reports import Wishes
from tests.ground import people
from tests.tenants.rolling import fresh, newer_template

SAID = "A newer release than the one that runs here has migrated this installation."


@pytest.fixture
def newer(two: list[Tenant]) -> Iterator[RecordedMigration]:
    """One of the two was being migrated when the newer release's rollout was killed."""
    Tenant.objects.filter(id=two[0].id).update(schema_state=SchemaState.MIGRATING)
    Tenant.objects.filter(id=two[1].id).update(schema_state=SchemaState.FAILED)
    with newer_template() as recorded:
        yield recorded


@pytest.mark.parametrize("how", [[], ["--retry-failed"]])
def test_it_fences_nobody_off(two: list[Tenant], newer: RecordedMigration, how: list[str]) -> None:
    before = [(one.schema_version, one.schema_state) for one in fresh(two)]
    with pytest.raises(CommandError, match=SAID):
        call_command("tenant", "migrate", *how, stderr=StringIO())
    assert [(one.schema_version, one.schema_state) for one in fresh(two)] == before


def test_one_that_an_operator_asks_for_is_refused_at_once(
    two: list[Tenant], newer: RecordedMigration
) -> None:
    with pytest.raises(Conflict, match=SAID):
        services.start_rollout(Wishes(), actor=SYSTEM)
    assert not Operation.objects.filter(kind="rollout").exists()


def test_one_that_the_newer_release_was_asked_for_ends_with_the_reason(
    two: list[Tenant], newer: RecordedMigration
) -> None:
    """The newer release's web process took it, an older worker found it."""
    asked = running.ask("rollout", actor=SYSTEM, wishes=Wishes().as_json())
    with pytest.raises(Conflict):
        running.carry_out(asked.id)
    asked.refresh_from_db()
    assert (asked.state, asked.error.startswith(SAID)) == ("failed", True)
    assert fresh(two)[0].schema_state == SchemaState.MIGRATING


def test_going_back_to_it_finds_nothing_to_do(two: list[Tenant], newer: RecordedMigration) -> None:
    out = StringIO()
    call_command("setup_installation", stdout=out, stderr=StringIO())
    assert SAID in out.getvalue()
    assert fresh(two)[0].schema_state == SchemaState.MIGRATING


class TestMakingATenant:
    """By its own reading of the template it still may: people sign up during a rollout."""

    def test_by_its_own_reading(self, newer: RecordedMigration) -> None:
        made = people.provisioned("made-by-former", "Made by former")
        try:
            assert made.state == TenantState.ACTIVE
        finally:
            people.drop(made)

    def test_not_by_a_newer_one_s(self, newer: RecordedMigration) -> None:
        versions = list(Template.objects.values_list("id", "version"))
        Template.objects.update(version="99999-abcdefabcdef")
        order = provision.order_of("ada@fresh.test", "", "secret-enough", False, invited_by="")
        tenant = provision.reserve("made-too-late", "Made too late", order)
        try:
            with pytest.raises(Conflict, match=SAID):
                provision.fulfil(tenant.id)
            tenant.refresh_from_db()
            assert tenant.progress["error"].startswith(SAID)
        finally:
            for id, version in versions:
                Template.objects.filter(id=id).update(version=version)
            tenant.delete()
