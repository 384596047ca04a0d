"""Plans and their limits, asked in one place: what is refused, in which words, and the way up."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.records.selectors.counting import about_records, exact_records
from freehold.identity.models import User
from tenants import entitlements, hosts
from tenants import usage as usage_of
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.crm_core.transfer.uploads import imported, table


@pytest.fixture
def billed(settings: LazySettings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_only_for_tests"


def grant(tenant: Tenant, plan: str = "team", **limits: Any) -> None:
    """The tenant's plan and what is granted besides, as an operator sets them."""
    with in_public():
        Tenant.objects.filter(id=tenant.id).update(plan=plan, limits=limits)
    hosts.memory.clear()
    tenant.plan, tenant.limits = plan, limits


def users_of(tenant: Tenant) -> int:
    with in_tenant(tenant):
        return User.objects.filter(is_active=True).count()


def invite(caller: Caller, name: str) -> Any:
    return caller.post("/users/", {"name": name, "email": f"{name.lower()}@acme.test"})


def test_without_a_key_the_built_in_plan_has_no_limit(
    admin: Caller, settings: LazySettings
) -> None:
    settings.STRIPE_SECRET_KEY = ""
    told = admin.get("/me/").json()["entitlements"]
    assert (told["plan"], told["billing"]) == ("built_in", False)
    bounded = {name for name, most in told["limits"].items() if most is not None}
    assert bounded == {"storage_bytes"}
    assert set(told["features"]) == set(entitlements.FEATURES)


def test_everybody_is_told_the_plan_and_what_was_granted_besides(
    admin: Caller, acme: Tenant, billed: None
) -> None:
    grant(acme, "free", seats=7, records=None, features={"custom_objects": True})
    told = admin.get("/me/").json()["entitlements"]
    assert (told["plan"], told["plan_name"], told["billing"]) == ("free", "Free", True)
    assert (told["limits"]["seats"], told["limits"]["records"]) == (7, None)
    assert told["limits"]["mails_per_day"] == 100
    assert "custom_objects" in told["features"]


def test_a_plan_that_is_no_longer_offered_counts_as_the_one_without_subscription(
    admin: Caller, acme: Tenant, billed: None
) -> None:
    grant(acme, "bygone")
    assert admin.get("/me/").json()["entitlements"]["plan"] == "free"


def test_inviting_beyond_the_seats_is_refused_and_says_where_to_get_more(
    admin: Caller, acme: Tenant, billed: None
) -> None:
    seats = users_of(acme) + 1
    grant(acme, seats=seats)
    assert invite(admin, "Ada").status_code == 201
    problem = callers.problem(invite(admin, "Bea"), 403)
    assert problem["code"] == "limit_reached"
    assert (problem["limit"], problem["used"], problem["most"]) == ("seats", seats, seats)
    assert problem["way_up"] == "/settings/billing"
    assert "Settings, Billing" in problem["detail"]
    assert users_of(acme) == seats


def test_someone_deactivated_leaves_their_seat_and_needs_one_to_come_back(
    admin: Caller, acme: Tenant, billed: None
) -> None:
    ada = invite(admin, "Ada").json()["id"]
    grant(acme, seats=users_of(acme))
    assert admin.patch(f"/users/{ada}/", {"active": False}).status_code == 200
    assert invite(admin, "Bea").status_code == 201
    problem = callers.problem(admin.patch(f"/users/{ada}/", {"active": True}), 403)
    assert problem["limit"] == "seats"


def test_those_who_may_not_buy_are_sent_to_their_administrator(acme: Tenant, billed: None) -> None:
    boss = callers.person(acme, "Boss", rights=["settings"], grants=callers.MEMBER)
    caller = callers.with_key(acme, boss)
    grant(acme, seats=1)
    problem = callers.problem(invite(caller, "Ada"), 403)
    assert problem["way_up"] is None
    assert "Ask an administrator" in problem["detail"]


def test_records_beyond_the_limit_are_refused(admin: Caller, acme: Tenant, billed: None) -> None:
    admin.made("/accounts/", {"name": "First"})
    with in_tenant(acme):
        held = exact_records()
    grant(acme, records=held + 1)
    admin.made("/contacts/", {"last_name": "Second"})
    problem = callers.problem(admin.post("/leads/", {"last_name": "Third"}), 403)
    assert (problem["limit"], problem["used"]) == ("records", held + 1)
    with in_tenant(acme):
        assert exact_records() == held + 1


def test_numbers_are_written_as_the_reader_writes_them(
    admin: Caller, acme: Tenant, billed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_of, "taken", lambda limit, wanted, most: 2_500)
    grant(acme, "free")
    german = admin.post("/accounts/", {"name": "Viel"}, **{"Accept-Language": "de"})
    assert "2.500" in callers.problem(german, 403)["detail"]
    assert "2,500" in callers.problem(admin.post("/accounts/", {"name": "Much"}), 403)["detail"]


def test_room_for_files_is_counted_as_the_plan_states_it(db: None) -> None:
    assert entitlements.amount("storage_bytes", 10**9) == "1,000 MB"
    assert entitlements.amount("records", 2_500) == "2,500"


def test_a_number_kept_too_high_refuses_nobody(admin: Caller, acme: Tenant, billed: None) -> None:
    grant(acme, records=1000)
    with in_tenant(acme):
        cache.set("usage:records", 1000)
    assert admin.post("/accounts/", {"name": "Fits"}).status_code == 201


def test_writing_below_the_limit_costs_no_statement_more(
    admin: Caller, acme: Tenant, billed: None
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.made("/accounts/", {"name": "Counted"})
        return len(captured)

    grant(acme, records=None)
    statements()
    unlimited = statements()
    grant(acme, records=1000)
    statements()
    assert statements() == unlimited


def test_statistics_stand_in_for_counting(acme: Tenant, db: None) -> None:
    with in_tenant(acme):
        assert about_records() >= 0


def test_an_import_writes_as_many_rows_as_fit_and_says_why_not_more(
    acme: Tenant, admin: Caller, billed: None
) -> None:
    with in_tenant(acme):
        grant(acme, records=exact_records() + 2)
    report = imported(
        admin, table(("Name",), *[(f"Company {number}",) for number in range(5)]), "accounts"
    )
    assert (report["counts"]["created"], report["counts"]["failed"]) == (2, 3)
    reason = report["errors"][0]["reason"]
    assert reason.startswith("The rows before this one took the room that was left.")
    assert "has room for" in reason


def test_a_plan_without_a_feature_refuses_making_more_of_it(
    admin: Caller, acme: Tenant, billed: None
) -> None:
    grant(acme, "free")
    wanted = {"label": "Project", "label_plural": "Projects"}
    problem = callers.problem(admin.post("/custom-objects/", wanted), 403)
    assert (problem["code"], problem["feature"]) == ("not_in_plan", "custom_objects")
    grant(acme, "team")
    assert admin.post("/custom-objects/", wanted).status_code == 201


def test_whoever_pays_sees_what_is_used_of_the_plan(
    admin: Caller, acme: Tenant, billed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # PostgreSQL's statistics also know rows that other tests rolled back.
    monkeypatch.setattr(usage_of, "_FEW", 10**9)
    admin.made("/accounts/", {"name": "Counted"})
    grant(acme, "free")
    told = admin.get("/billing/").json()
    usage = {one["limit"]: one for one in told["usage"]}
    assert (usage["seats"]["used"], usage["seats"]["most"]) == (users_of(acme), 3)
    with in_tenant(acme):
        assert usage["records"]["used"] == exact_records()
    assert usage["storage_bytes"]["unit"] == "bytes"
    assert usage["requests_per_minute"]["used"] is None
    assert {one["feature"]: one["included"] for one in told["features"]} == {
        "api_keys": True,
        "custom_objects": False,
        "webhooks": False,
    }


def test_the_right_to_pay_is_needed_to_see_it(acme: Tenant) -> None:
    manager = callers.person(acme, "Manager", rights=["settings"], grants=callers.MEMBER)
    callers.problem(callers.with_key(acme, manager).get("/billing/"), 403)
    payer = callers.person(acme, "Payer", rights=["billing"], grants=callers.MEMBER)
    assert callers.with_key(acme, payer).get("/billing/").status_code == 200
