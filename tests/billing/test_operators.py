"""What operators see of a tenant's billing, and what they change."""

import pytest

from billing.models import Account
from freehold.identity.models import User
from tenants.context import in_public
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.billing.conftest import Stripe, account, state_of

PLACE = "/operator/tenants/acme/billing/"


@pytest.fixture
def boss(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


def test_operators_see_plan_subscription_usage_and_events(
    boss: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    told = boss.get(PLACE).json()
    assert (told["plan"], told["subscription"]["status"]) == ("team", "active")
    assert told["customer"] == account(acme).customer
    assert {one["state"] for one in told["events"]} == {"handled"}
    assert {one["limit"] for one in told["usage"]} >= {"seats", "records"}


def test_a_tenant_without_billing_has_a_page_too(boss: Caller, acme: Tenant) -> None:
    told = boss.get(PLACE).json()
    assert (told["customer"], told["subscription"], told["events"]) == (None, None, [])
    assert boss.post(f"{PLACE}reconcile/").status_code == 409


def test_limits_are_granted_and_stand_in_the_tenant_s_trail(
    boss: Caller, admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    wanted = {"seats": 80, "records": None, "features": {"custom_objects": False}}
    told = boss.patch(PLACE, {"limits": wanted})
    assert told.status_code == 200, told.content
    assert told.json()["limits"] == wanted
    assert told.json()["entitlements"]["limits"]["seats"] == 80
    trail = admin.get("/audit/?action=billing.limits_changed").json()["results"]
    assert len(trail) == 1
    assert boss.patch(PLACE, {"limits": wanted}).status_code == 200
    assert len(admin.get("/audit/?action=billing.limits_changed").json()["results"]) == 1


@pytest.mark.parametrize(
    "limits",
    [
        {"seats": -1},
        {"seats": "many"},
        {"seats": True},
        {"seats": 10**16},
        {"unheard_of": 1},
        {"features": {"unheard_of": True}},
        {"features": {"api_keys": 1}},
        {"features": []},
    ],
)
def test_limits_that_mean_nothing_are_refused(
    boss: Caller, acme: Tenant, limits: dict[str, object]
) -> None:
    callers.problem(boss.patch(PLACE, {"limits": limits}), 422)
    assert state_of(acme)[0] == "team"
    assert acme.limits == {}


def test_a_plan_given_by_hand_holds_without_a_subscription(
    boss: Caller, admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    assert boss.patch(PLACE, {"plan": "business"}).status_code == 200
    assert admin.get("/me/").json()["entitlements"]["plan"] == "business"
    callers.problem(boss.patch(PLACE, {"plan": "bygone"}), 422)


def test_an_event_is_replayed_and_one_of_another_tenant_s_is_not_there(
    boss: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    with in_public():
        Account.objects.filter(tenant=acme).update(status="past_due")
    event = boss.get(PLACE).json()["events"][0]["id"]
    answer = boss.post(f"{PLACE}events/{event}/replay/")
    assert (answer.status_code, answer.json()["state"]) == (200, "handled")
    assert account(acme).status == "active"
    other = f"/operator/tenants/globex/billing/events/{event}/replay/"
    callers.problem(boss.post(other), 404)


def test_a_tenant_is_compared_with_stripe_on_demand(
    boss: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    boss.post(f"{PLACE}reconcile/")
    with in_public():
        Account.objects.filter(tenant=acme).update(quantity=99)
    assert boss.post(f"{PLACE}reconcile/").json() == {"differed": ["quantity"]}


def test_tenants_reach_none_of_it(admin: Caller, acme: Tenant) -> None:
    assert admin.get(PLACE).status_code == 404
