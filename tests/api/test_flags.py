"""Feature flags: who has them, what asking costs, who changed them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants import flags
from tenants.console.models import FeatureFlag
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

PLACE = "/operator/feature-flags/live_streams/"


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


def on_in(tenant: Tenant) -> bool:
    with in_tenant(tenant):
        return flags.is_on("live_streams")


def test_a_flag_that_nobody_switched_is_as_the_code_says(
    platform: Caller, acme: Tenant, admin: Caller
) -> None:
    assert on_in(acme)
    assert admin.get("/me/").json()["flags"] == ["live_streams"]
    (shown,) = platform.get("/operator/feature-flags/").json()["results"]
    assert (shown["is_on"], shown["default"], shown["changed_at"]) == (True, True, None)
    assert shown["tenants_on"] == shown["tenants"] > 0


def test_off_is_off_for_everybody(platform: Caller, acme: Tenant, admin: Caller) -> None:
    shown = platform.patch(PLACE, {"is_on": False, "included": ["acme"]}).json()
    assert (shown["tenants_on"], shown["included"]) == (0, ["acme"])
    assert not on_in(acme)
    assert admin.get("/me/").json()["flags"] == []


def test_named_tenants_come_first_and_last(platform: Caller, acme: Tenant, globex: Tenant) -> None:
    platform.patch(PLACE, {"percent": 0, "included": ["acme"]})
    assert (on_in(acme), on_in(globex)) == (True, False)
    platform.patch(PLACE, {"percent": 100, "included": [], "excluded": ["acme"]})
    assert (on_in(acme), on_in(globex)) == (False, True)


def test_a_share_is_ever_the_same_tenants_and_grows() -> None:
    tenants = [UUID(int=number) for number in range(1000)]

    def having(percent: int, name: str = "live_streams") -> set[UUID]:
        setting = flags.Setting(True, percent)
        return {one for one in tenants if setting.holds_for(name, one)}

    assert having(0) == set()
    assert having(100) == set(tenants)
    assert having(10) == having(10) < having(30)
    assert 60 < len(having(10)) < 140
    assert having(10) != having(10, "another")


def test_a_flag_that_is_not_declared_is_an_error(in_acme: Tenant) -> None:
    with pytest.raises(KeyError):
        flags.is_on("live_stream")


def test_asking_costs_no_statement(platform: Caller, acme: Tenant) -> None:
    platform.patch(PLACE, {"percent": 50})
    with in_tenant(acme):
        flags.is_on("live_streams")
        with CaptureQueriesContext(connection) as seen:
            assert flags.is_on("live_streams") == flags.is_on("live_streams")
    assert len(seen) == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"percent": 101}, "percent"),
        ({"included": ["nobody"]}, "included"),
        ({"included": ["acme"], "excluded": ["acme"]}, "excluded"),
    ],
)
def test_it_refuses_what_makes_no_sense(
    platform: Caller, acme: Tenant, given: dict[str, Any], field: str
) -> None:
    told = problem(platform.patch(PLACE, given), 422)
    assert told["errors"][0]["field"].startswith(field)
    with in_public():
        assert not FeatureFlag.objects.exists()


def test_the_operators_trail_tells_who_switched_it(
    platform: Caller, operators: Tenant, operator: User, acme: Tenant
) -> None:
    platform.patch(PLACE, {"percent": 10, "included": ["acme"]})
    platform.patch(PLACE, {"percent": 10})
    with in_tenant(operators):
        entry = AuditEntry.objects.get(object="feature_flags", actor_id=operator.id)
    assert entry.record_name == "live_streams"
    assert entry.changes == {"percent": [100, 10], "included": [[], ["acme"]]}


def test_one_that_the_code_no_longer_knows_is_shown_and_can_be_forgotten(
    platform: Caller, operators: Tenant
) -> None:
    with in_public():
        FeatureFlag.objects.create(name="gone", is_on=True, changed_at="2026-01-01T00:00:00Z")
    shown = platform.get("/operator/feature-flags/").json()["results"]
    assert [(one["name"], one["used"]) for one in shown] == [
        ("live_streams", True),
        ("gone", False),
    ]
    problem(platform.patch("/operator/feature-flags/gone/", {"is_on": False}), 404)
    assert platform.delete("/operator/feature-flags/gone/").status_code == 204
    problem(platform.delete("/operator/feature-flags/gone/"), 404)


def test_it_is_switched_on_the_command_line(
    operators: Tenant, acme: Tenant, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("flag", "set", "live_streams", "--off")
    assert not on_in(acme)
    call_command("flag", "set", "live_streams", "--on", "--percent", "0", "--always", "acme")
    assert on_in(acme)
    call_command("flag", "list")
    assert "1 of " in capsys.readouterr().out
    call_command("flag", "forget", "live_streams")
    assert on_in(acme)
    with pytest.raises(CommandError, match="no feature flag"):
        call_command("flag", "set", f"x{uuid4().hex[:8]}", "--on")
    with pytest.raises(CommandError, match="what to change"):
        call_command("flag", "set", "live_streams")
