"""What operators tell the people of tenants: who sees it, when, until they close it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from freehold.audit.models import AuditEntry
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tenants.console.announced import forget_old
from tenants.console.models import Dismissal
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.services import lifecycle
from tests.api import callers
from tests.api.callers import Caller, problem

PLACE = "/operator/announcements/"
NOW = "2026-11-28T12:00:00Z"


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


def told(platform: Caller, text: str = "Hello", **more: Any) -> dict[str, Any]:
    until = (timezone.now() + timedelta(days=1)).isoformat()
    given = {"texts": {"en": text}, "shown_until": until, **more}
    response = platform.post(PLACE, given)
    assert response.status_code == 201, response.content
    return dict(response.json())


def heard(caller: Caller) -> list[str]:
    return [one["texts"]["en"] for one in caller.get("/me/").json()["announcements"]]


def test_it_reaches_the_tenants_that_it_is_for(
    platform: Caller, acme: Tenant, admin: Caller, globex: Tenant, globex_admin: User
) -> None:
    other = callers.with_key(globex, globex_admin)
    with in_public():
        Tenant.objects.filter(slug="acme").update(plan="trial", region="eu")
    told(platform, "everybody")
    told(platform, "by plan", audience="plans", chosen=["trial"])
    told(platform, "by region", audience="regions", chosen=["eu"])
    told(platform, "by name", audience="tenants", chosen=["globex"])
    assert set(heard(admin)) == {"everybody", "by plan", "by region"}
    assert set(heard(other)) == {"everybody", "by name"}
    assert platform.get(PLACE).json()["results"][0]["chosen"] == ["globex"]


def test_the_most_serious_comes_first_with_all_that_a_browser_needs(
    platform: Caller, admin: Caller
) -> None:
    told(platform, "hint")
    told(
        platform,
        "update",
        texts={"en": "update", "de": "Wartung", "fr": ""} | {"de": " Wartung "},
        level="maintenance",
        link="https://status.example.com/1",
        happens_from="2026-11-29T22:00:00+01:00",
        happens_until="2026-11-29T23:00:00+01:00",
        dismissible=False,
    )
    told(platform, "broken", level="trouble")
    assert heard(admin) == ["broken", "update", "hint"]
    shown = admin.get("/me/").json()["announcements"][1]
    assert shown["texts"] == {"en": "update", "de": "Wartung"}
    assert shown["happens_from"] == "2026-11-29T21:00:00+00:00"
    assert not shown["dismissible"]
    problem(admin.post(f"/announcements/{shown['id']}/dismiss/"), 409)


def test_browsers_hear_a_day_ahead_and_no_longer_than_it_lasts(
    platform: Caller, admin: Caller
) -> None:
    told(
        platform,
        "later",
        shown_from="2026-11-30T12:00:00Z",
        shown_until="2026-11-30T13:00:00Z",
    )
    assert heard(admin) == []
    with time_machine.travel("2026-11-29T12:00:01Z", tick=False):
        assert heard(admin) == ["later"]
    with time_machine.travel("2026-11-30T13:00:00Z", tick=False):
        assert heard(admin) == []


def test_closed_stays_closed_for_this_person_alone(
    platform: Caller, acme: Tenant, admin: Caller
) -> None:
    colleague = callers.with_key(acme, callers.person(acme, "Mia"))
    made = told(platform)
    for _time in range(2):
        assert admin.post(f"/announcements/{made['id']}/dismiss/").status_code == 204
    assert (heard(admin), heard(colleague)) == ([], ["Hello"])
    platform.patch(f"{PLACE}{made['id']}/", {"texts": {"en": "Hello again"}})
    assert (heard(admin), heard(colleague)) == ([], ["Hello again"])
    assert forget_old() == 0
    with time_machine.travel("2026-12-30T12:00:00Z", tick=False):
        assert forget_old() == 1
    with in_public():
        assert not Dismissal.objects.exists()


def test_one_of_another_tenant_can_t_be_closed(platform: Caller, admin: Caller) -> None:
    made = told(platform, audience="tenants", chosen=["globex"])
    problem(admin.post(f"/announcements/{made['id']}/dismiss/"), 404)
    problem(admin.post(f"/announcements/{uuid4()}/dismiss/"), 404)


def test_people_of_a_suspended_workspace_close_it_too(platform: Caller, admin: Caller) -> None:
    made = told(platform)
    lifecycle.suspend_tenant("acme", actor=SYSTEM)
    assert admin.post(f"/announcements/{made['id']}/dismiss/").status_code == 204
    assert heard(admin) == []


def test_it_costs_a_statement_only_while_something_can_be_closed(
    platform: Caller, admin: Caller
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            admin.get("/me/")
        return len(seen)

    admin.get("/me/")
    usual = statements()
    told(platform, dismissible=False)
    statements()
    assert statements() == usual
    for number in range(3):
        told(platform, f"number {number}")
    statements()
    assert statements() == usual + 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"texts": {"de": "Hallo"}}, "texts.en"),
        ({"texts": {"en": "Hello", "xx": "?"}}, "texts.xx"),
        ({"texts": {"en": " "}}, "texts.en"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"shown_until": NOW}, "shown_until"),
        ({"shown_until": "2028-01-01T00:00:00Z"}, "shown_until"),
        ({"happens_until": "2026-11-29T12:00:00Z"}, "happens_from"),
        ({"audience": "plans"}, "chosen"),
        ({"audience": "plans", "chosen": ["golden"]}, "chosen"),
        ({"audience": "tenants", "chosen": ["acme", "nobody"]}, "chosen"),
    ],
)
def test_it_refuses_what_nobody_could_be_told(
    platform: Caller, acme: Tenant, given: dict[str, Any], field: str
) -> None:
    whole = {"texts": {"en": "Hello"}, "shown_until": "2026-11-29T12:00:00Z", **given}
    refused = problem(platform.post(PLACE, whole), 422)
    assert refused["errors"][0]["field"] == field
    assert platform.get(PLACE).json()["results"] == []


def test_the_operators_trail_tells_what_was_told_by_whom(
    platform: Caller, operators: Tenant, operator: User, admin: Caller
) -> None:
    made = told(platform)
    platform.patch(f"{PLACE}{made['id']}/", {"level": "trouble"})
    platform.patch(f"{PLACE}{made['id']}/", {"level": "trouble"})
    assert platform.delete(f"{PLACE}{made['id']}/").status_code == 204
    assert heard(admin) == []
    with in_tenant(operators):
        entries = list(AuditEntry.objects.filter(record_id=made["id"]).order_by("id"))
    assert [one.action.rpartition(".")[2] for one in entries] == ["created", "updated", "deleted"]
    assert {one.actor_id for one in entries} == {operator.id}
    assert entries[1].changes == {"level": ["notice", "trouble"]}


def test_the_command_line_tells_lists_and_takes_back(
    operators: Tenant, admin: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(
        *("announcement", "create", "Hello", "--in", "de=Hallo", "--until", "2026-11-29"),
        *("--level", "trouble", "--tenants", "acme", "--stays"),
    )
    assert heard(admin) == ["Hello"]
    which = capsys.readouterr().out.split()[0]
    call_command("announcement", "list")
    assert which in capsys.readouterr().out
    call_command("announcement", "delete", which)
    assert heard(admin) == []
    with pytest.raises(CommandError, match="2027-01-31"):
        call_command("announcement", "create", "Hello", "--until", "soon")
    with pytest.raises(CommandError, match="one way"):
        call_command(
            *("announcement", "create", "Hello", "--until", "2026-11-29"),
            *("--tenants", "acme", "--plans", "team"),
        )
