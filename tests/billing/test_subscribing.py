"""From choosing a plan to paying for it, changing it and leaving it, as people do it."""

from typing import Any

import pytest
import time_machine
from django.conf import LazySettings

from billing.models import Invoice, PlanPrice
from billing.services.plan_prices import sync_plans
from billing.services.seats import follow_seats
from freehold.identity.models import User
from tenants import hosts
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.provisioning.orders import Order
from tenants.provisioning.provision import reserve
from tests.api import callers
from tests.api.callers import Caller
from tests.billing.conftest import Stripe, account, state_of, subscribe

MONTHLY = {"plan": "team", "interval": "month"}
LARGER = {"plan": "business", "interval": "month"}


def seats_of(tenant: Tenant) -> int:
    with in_tenant(tenant):
        return User.objects.filter(is_active=True).count()


def test_without_a_key_nothing_is_offered_or_billed(admin: Caller, settings: LazySettings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    told = admin.get("/billing/").json()
    assert (told["plans"], told["subscription"]) == ([], None)
    assert told["entitlements"]["plan"] == "built_in"
    assert admin.post("/billing/checkout/", MONTHLY).status_code == 422
    callers.problem(admin.post("/billing/portal/"), 409)


def test_the_plans_are_offered_in_the_tenant_s_currency(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    plans = {one["plan"]: one for one in admin.get("/billing/").json()["plans"]}
    assert list(plans) == ["free", "team", "business"]
    assert plans["team"]["prices"][0] == {"interval": "month", "currency": "EUR", "amount": 1900}


def test_a_new_tenant_begins_with_the_plan_that_costs_nothing(
    stripe: Stripe, settings: LazySettings
) -> None:
    order = Order("ada@newcomer.test")
    assert reserve("newcomer", "Newcomer", order).plan == "free"
    assert reserve("bigcomer", "Bigcomer", order, plan="business").plan == "business"
    settings.STRIPE_SECRET_KEY = ""
    assert reserve("othercomer", "Othercomer", order).plan == "team"


def test_syncing_plans_again_makes_nothing_new_and_a_new_amount_a_new_price(
    stripe: Stripe, settings: LazySettings
) -> None:
    before = len(stripe.state.all("price"))
    assert sync_plans() == []
    dearer = {**settings.PLANS["team"], "prices": {"month": {"eur": 2500}}}
    settings.PLANS = {**settings.PLANS, "team": dearer}
    assert len(sync_plans()) == 1
    assert len(stripe.state.all("price")) == before + 1
    kept = PlanPrice.objects.filter(plan="team", interval="month", currency="eur")
    assert sorted(kept.values_list("amount", "active")) == [(1900, False), (2500, True)]


def test_other_currencies_are_offered_the_first_of_the_prices(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    for currency, shown in (("USD", "USD"), ("JPY", "EUR")):
        with in_public():
            Tenant.objects.filter(id=acme.id).update(currency=currency)
        hosts.memory.clear()
        plans = admin.get("/billing/").json()["plans"]
        assert {one["currency"] for plan in plans for one in plan["prices"]} == {shown}


def test_the_operators_own_workspace_is_not_billed(
    operators: Tenant, operator: User, stripe: Stripe
) -> None:
    boss = callers.with_key(operators, operator)
    told = boss.get("/billing/").json()
    assert (told["plans"], told["entitlements"]["billing"]) == ([], False)
    callers.problem(boss.post("/billing/checkout/", MONTHLY), 409)


def test_a_trial_begins_without_a_card(admin: Caller, acme: Tenant, stripe: Stripe) -> None:
    assert admin.get("/billing/").json()["trial_available"]
    subscribe(stripe, admin, card="none")
    told = admin.get("/billing/").json()
    assert told["subscription"]["status"] == "trialing"
    assert told["subscription"]["trial_end"]
    assert told["entitlements"]["plan"] == "team"
    assert not told["trial_available"]
    assert state_of(acme) == ("team", "active")


def test_a_trial_without_card_ends_in_the_free_plan_and_is_given_once(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    subscribe(stripe, admin, card="none")
    stripe.days(14)
    stripe.deliver()
    assert state_of(acme) == ("free", "active")
    answer = admin.post("/billing/checkout/", MONTHLY).json()
    stripe.pay(answer["url"])
    stripe.deliver()
    assert account(acme).status == "active"
    assert state_of(acme) == ("team", "active")


def test_coming_back_from_the_checkout_entitles_to_nothing_by_itself(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    with in_public():
        Tenant.objects.filter(id=acme.id).update(plan="free")
    admin.post("/billing/checkout/", MONTHLY)
    stripe.deliver()
    assert state_of(acme) == ("free", "active")
    assert admin.get("/billing/").json()["subscription"] is None


def test_two_checkouts_are_one_customer_and_one_subscription(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    admin.post("/billing/checkout/", MONTHLY)
    subscribe(stripe, admin)
    assert len(stripe.state.all("customer")) == 1
    problem = callers.problem(admin.post("/billing/checkout/", LARGER), 409)
    assert "paying twice" in problem["detail"]


def test_a_promotion_code_lowers_the_invoices(admin: Caller, acme: Tenant, stripe: Stripe) -> None:
    coupon = {"id": "half", "percent_off": 50.0, "amount_off": None}
    stripe.state.keep("coupon", coupon)
    promo = {"id": "p", "code": "HALF", "active": True, "promotion": {"coupon": "half"}}
    stripe.state.keep("promotion_code", promo)
    answer = admin.post("/billing/checkout/", MONTHLY).json()
    stripe.pay(answer["url"], code="HALF")
    stripe.days(14)
    stripe.deliver()
    newest = admin.get("/billing/invoices/").json()["results"][0]
    assert (newest["total"], newest["status"]) == (seats_of(acme) * 950, "paid")


def test_the_portal_is_stripe_s_own_page(admin: Caller, subscribed: Stripe) -> None:
    assert "/portal/" in admin.post("/billing/portal/").json()["url"]


def test_invoices_are_listed_with_their_papers(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    first, trial = admin.get("/billing/invoices/").json()["results"]
    assert (first["status"], first["total"]) == ("paid", seats_of(acme) * 1900)
    assert first["pdf"].startswith("https://")
    assert trial["total"] == 0


def test_a_dearer_plan_costs_what_the_preview_said_and_is_paid_at_once(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    seats = seats_of(acme)
    subscribed.days(15)
    with time_machine.travel(subscribed.state.now(), tick=False):
        preview = admin.post("/billing/preview/", LARGER).json()
        changed = admin.post("/billing/change/", {**LARGER, "at": preview["at"]})
    assert preview["next_total"] == seats * 3900
    assert preview["due_now"] == seats * (3900 - 1900) // 2
    assert {one["text"] for one in preview["lines"]} == {"Unused time", "Remaining time"}
    assert changed.status_code == 200, changed.content
    assert changed.json()["subscription"]["plan"] == "business"
    assert state_of(acme)[0] == "business"
    newest = admin.get("/billing/invoices/").json()["results"][0]
    assert (newest["status"], newest["total"]) == ("paid", preview["due_now"])


def test_a_declined_card_leaves_the_plan_as_it_was(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    subscribed.card(acme, "bad")
    problem = callers.problem(admin.post("/billing/change/", LARGER), 409)
    assert "declined" in problem["detail"]
    subscribed.deliver()
    assert account(acme).plan == "team"
    assert state_of(acme)[0] == "team"


def test_a_cheaper_plan_is_credited_and_refused_where_it_is_too_small(
    admin: Caller, acme: Tenant, subscribed: Stripe, settings: LazySettings
) -> None:
    admin.post("/billing/change/", LARGER)
    assert admin.post("/billing/preview/", MONTHLY).json()["due_now"] == 0
    small = {**settings.PLANS["team"], "limits": {"seats": 0}}
    plans = settings.PLANS
    settings.PLANS = {**plans, "team": small}
    problem = callers.problem(admin.post("/billing/change/", MONTHLY), 409)
    assert "Active users" in problem["detail"]
    settings.PLANS = plans
    assert admin.post("/billing/change/", MONTHLY).status_code == 200
    assert account(acme).plan == "team"


def test_paying_by_the_year_begins_a_year(admin: Caller, acme: Tenant, subscribed: Stripe) -> None:
    yearly = {"plan": "team", "interval": "year"}
    changed = admin.post("/billing/change/", yearly).json()["subscription"]
    assert (changed["interval"], changed["amount"]) == ("year", seats_of(acme) * 19000)


@pytest.mark.parametrize("path", ["/billing/preview/", "/billing/change/"])
def test_without_a_subscription_there_is_nothing_to_change(
    admin: Caller, stripe: Stripe, path: str
) -> None:
    callers.problem(admin.post(path, LARGER), 409)


@pytest.mark.parametrize("plan", ["free", "bygone", ""])
def test_only_plans_that_cost_something_can_be_chosen(
    admin: Caller, stripe: Stripe, plan: str
) -> None:
    wrong = {"plan": plan, "interval": "month"}
    callers.problem(admin.post("/billing/checkout/", wrong), 422)


def test_seats_follow_the_active_users(admin: Caller, acme: Tenant, subscribed: Stripe) -> None:
    before = subscribed.subscription(acme)["items"]["data"][0]["quantity"]
    assert before == seats_of(acme)
    ada = admin.made("/users/", {"name": "Ada", "email": "ada@acme.test"})["id"]
    assert follow_seats(acme.id)
    assert account(acme).quantity == before + 1
    assert not follow_seats(acme.id)
    admin.patch(f"/users/{ada}/", {"active": False})
    assert follow_seats(acme.id)
    subscribed.days(30)
    subscribed.deliver()
    newest = admin.get("/billing/invoices/").json()["results"][0]
    assert newest["total"] == before * 1900


def test_stripe_away_is_told_and_nothing_is_half_done(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    subscribed.fake.outage = 500
    callers.problem(admin.post("/billing/change/", LARGER), 503)
    callers.problem(admin.post("/billing/portal/"), 503)
    assert admin.get("/billing/").status_code == 200
    assert account(acme).plan == "team"


def test_choosing_a_plan_stands_in_the_trail(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    admin.post("/billing/change/", LARGER)
    trail: list[Any] = admin.get("/audit/?action=billing.plan_chosen").json()["results"]
    assert [one["object"] for one in trail] == ["billing"]
    changed = admin.get("/audit/?action=billing.plan_changed").json()["results"]
    assert changed


def test_ids_of_stripe_s_in_bodies_are_refused(
    admin: Caller, acme: Tenant, globex: Tenant, subscribed: Stripe
) -> None:
    held = account(acme).customer
    admin.post("/billing/checkout/", {**MONTHLY, "customer": "cus_other", "quantity": 0})
    assert account(acme).customer == held
    with in_public():
        assert Invoice.objects.filter(account__tenant=globex).count() == 0
