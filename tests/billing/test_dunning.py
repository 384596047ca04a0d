"""What becomes of a tenant whose payments fail, and how it comes back."""

from freehold.identity.actor import SYSTEM
from tenants.models import Tenant
from tenants.services import lifecycle
from tests.api import callers
from tests.api.callers import Caller
from tests.billing.conftest import Stripe, account, state_of, work_off


def fall_behind(stripe: Stripe, acme: Tenant) -> None:
    stripe.card(acme, "bad")
    stripe.days(30)
    stripe.deliver()
    assert state_of(acme) == ("team", "past_due")


def test_a_failed_payment_leaves_people_working_then_shuts_then_a_card_opens_again(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    fall_behind(subscribed, acme)
    told = admin.get("/billing/").json()["subscription"]
    assert told["status"] == "past_due"
    assert told["open_invoice"]["next_attempt_at"]
    assert admin.post("/accounts/", {"name": "Still works"}).status_code == 201
    subscribed.days(10)
    subscribed.deliver()
    assert state_of(acme) == ("team", "suspended")
    german = {"Accept-Language": "de"}
    shut = admin.post("/accounts/", {"name": "Shut"}, **german)
    assert (shut.status_code, shut.json()["reason"]) == (423, "Rechnungen sind unbezahlt.")
    assert "Grund: Rechnungen sind unbezahlt." in shut.json()["detail"]
    told = admin.get("/me/", **german).json()["tenant"]
    assert told["state_reason"] == "Rechnungen sind unbezahlt."
    assert admin.post("/billing/portal/").status_code == 200
    subscribed.card(acme, "good")
    subscribed.deliver()
    assert state_of(acme) == ("team", "active")
    assert admin.post("/accounts/", {"name": "Works again"}).status_code == 201


def test_paying_before_the_last_attempt_ends_the_arrears(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    fall_behind(subscribed, acme)
    subscribed.card(acme, "good")
    subscribed.deliver()
    assert state_of(acme) == ("team", "active")


def test_a_subscription_that_ends_for_lack_of_payment_suspends_until_a_new_one(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    subscribed.state.after_retries = "canceled"
    fall_behind(subscribed, acme)
    subscribed.days(10)
    subscribed.deliver()
    assert state_of(acme) == ("free", "suspended")
    answer = admin.post("/billing/checkout/", {"plan": "team", "interval": "month"})
    assert answer.status_code == 200, answer.content
    subscribed.pay(answer.json()["url"])
    subscribed.deliver()
    assert state_of(acme) == ("team", "active")


def test_who_leaves_at_the_end_of_the_period_goes_on_with_the_free_plan(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    subscribed.card(acme, "cancel")
    subscribed.deliver()
    told = admin.get("/billing/").json()["subscription"]
    assert (told["status"], told["cancel_at_period_end"]) == ("active", True)
    subscribed.days(30)
    subscribed.deliver()
    assert state_of(acme) == ("free", "active")


def test_a_tenant_that_operators_suspended_stays_so_whatever_is_paid(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    lifecycle.suspend_tenant("acme", actor=SYSTEM, reason="Abuse")
    subscribed.days(30)
    subscribed.deliver()
    assert account(acme).status == "active"
    assert state_of(acme) == ("team", "suspended")


def test_an_operator_who_opens_an_unpaid_tenant_is_not_overruled(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    fall_behind(subscribed, acme)
    subscribed.days(10)
    subscribed.deliver()
    lifecycle.resume_tenant("acme", actor=SYSTEM)
    work_off()
    subscribed.state.tell("customer.updated", subscribed.state.all("customer")[0])
    subscribed.deliver()
    assert state_of(acme) == ("team", "active")


def test_those_without_the_right_to_pay_can_t_do_it_in_a_suspended_workspace_either(
    acme: Tenant, subscribed: Stripe
) -> None:
    mia = callers.person(acme, "Mia", grants=callers.MEMBER)
    member = callers.with_key(acme, mia)
    lifecycle.suspend_tenant("acme", actor=SYSTEM)
    callers.problem(member.post("/billing/portal/"), 403)
