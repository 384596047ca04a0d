"""Whatever is lost, doubled or mixed up: in the end everything is as Stripe says."""

import copy
import io
import json
import random
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from billing import tasks
from billing.models import Account, StripeEvent
from billing.services import events
from billing.services.reconciling import forget_old_events, reconcile_account
from tenants import hosts
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller
from tests.billing.conftest import SECRET, Stripe, account, state_of, subscribe
from tools.fake_stripe import subscriptions
from tools.fake_stripe.webhooks import signed

#: What a subscription's status means for its tenant.
MEANS = {
    "trialing": ("team", "active"),
    "active": ("team", "active"),
    "past_due": ("team", "past_due"),
    "unpaid": ("team", "suspended"),
}


def reconcile(tenant: Tenant) -> list[str]:
    found = reconcile_account(account(tenant).id)
    hosts.memory.clear()
    return found


def test_a_lost_event_is_made_up_for(admin: Caller, acme: Tenant, subscribed: Stripe) -> None:
    subscribed.card(acme, "bad")
    subscribed.days(30)
    subscribed.waiting()
    assert state_of(acme) == ("team", "active")
    assert {"status", "invoices", "tenant.state"} <= set(reconcile(acme))
    assert state_of(acme) == ("team", "past_due")
    assert reconcile(acme) == []


def test_edits_of_the_mirror_and_of_the_tenant_are_put_right(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    reconcile(acme)
    with in_public():
        Account.objects.filter(tenant=acme).update(quantity=99, plan="business", item="si_wrong")
        Tenant.objects.filter(id=acme.id).update(plan="business")
    assert set(reconcile(acme)) == {"quantity", "plan", "item", "tenant.plan"}
    assert state_of(acme) == ("team", "active")


def test_seats_that_nobody_told_stripe_of_are_told_at_night(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    admin.made("/users/", {"name": "Ada", "email": "ada@acme.test"})
    assert reconcile(acme) == ["seats"]
    item = subscribed.subscription(acme)["items"]["data"][0]
    assert item["quantity"] == account(acme).quantity


def test_usage_is_told_once_a_day(admin: Caller, acme: Tenant, subscribed: Stripe) -> None:
    admin.made("/accounts/", {"name": "Counted"})
    reconcile(acme)
    reconcile(acme)
    told = subscribed.state.objects["meter_event"].values()
    assert {one["event_name"] for one in told} == {"freehold_storage_gb", "freehold_records"}
    assert len(told) == 2
    records = next(one for one in told if one["event_name"] == "freehold_records")
    assert int(records["payload"]["value"]) >= 1
    assert records["payload"]["stripe_customer_id"] == account(acme).customer


def test_the_subscription_of_an_erased_tenant_ends(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    with in_public():
        Tenant.objects.filter(id=acme.id).update(state="erased")
    reconcile(acme)
    assert subscribed.subscription(acme)["status"] == "canceled"
    assert reconcile(acme) == []


def test_every_account_is_reconciled_and_one_that_fails_stops_no_other(
    admin: Caller, acme: Tenant, subscribed: Stripe, globex: Tenant
) -> None:
    with in_public():
        Account.objects.create(tenant=globex, customer="cus_not_at_stripe")
        Account.objects.filter(tenant=acme).update(quantity=99)
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("billing", "reconcile", "--json", stdout=told)
    found = json.loads(told.getvalue())
    assert found["differed"] == {"acme": ["quantity"]}
    assert list(found["failed"]) == ["globex"]
    for one in (account(acme), account(globex)):
        tasks.reconcile_account(str(one.id))


def test_who_never_paid_is_told_as_such_and_a_wrong_name_is_refused(
    acme: Tenant, globex: Tenant
) -> None:
    told = io.StringIO()
    call_command("billing", "reconcile", "globex", stdout=told)
    assert told.getvalue().strip() == "globex: never was a customer at Stripe"
    with pytest.raises(CommandError, match="nosuch"):
        call_command("billing", "reconcile", "nosuch", stdout=told)


def test_old_events_are_forgotten(admin: Caller, acme: Tenant, subscribed: Stripe) -> None:
    with in_public():
        count = StripeEvent.objects.count()
        long_ago = timezone.now() - timedelta(days=91)
        StripeEvent.objects.update(received_at=long_ago)
    assert forget_old_events() == count > 0


class Disorder(RuleBasedStateMachine):
    """People pay, fail to pay, leave and come back while events are lost, doubled and mixed up."""

    stripe: ClassVar[Stripe]
    admin: ClassVar[Caller]
    acme: ClassVar[Tenant]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.before = (self.stripe.fake.state, self.stripe.sent)
        self.stripe.fake.state = _copied(self.stripe)
        self.stripe.waiting()
        self.on_the_way: list[dict[str, Any]] = []
        hosts.memory.clear()

    def _collect(self) -> None:
        self.on_the_way.extend(self.stripe.waiting())

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.stripe.days(days)

    @rule(card=st.sampled_from(["good", "bad", "cancel", "resume"]))
    def the_portal_is_used(self, card: str) -> None:
        self.stripe.card(self.acme, card)

    @rule()
    def someone_subscribes_again(self) -> None:
        answer = self.admin.post("/billing/checkout/", {"plan": "team", "interval": "month"})
        if answer.status_code == 200:
            live = [
                one
                for one in self.stripe.state.all("subscription")
                if one["status"] not in subscriptions.ENDED
            ]
            if not live:
                self.stripe.pay(answer.json()["url"])

    @rule(seats=st.integers(1, 9))
    def seats_change(self, seats: int) -> None:
        """In Stripe's own dashboard, where nobody asks us."""
        for one in self.stripe.state.all("subscription"):
            if one["status"] not in subscriptions.ENDED:
                subscriptions.item_of(one)["quantity"] = seats
                self.stripe.state.tell("customer.subscription.updated", one)

    @rule(chance=st.randoms(use_true_random=False), keep=st.booleans())
    def one_arrives(self, chance: random.Random, keep: bool) -> None:
        """Any of those on the way; if it is kept, it will come once more."""
        self._collect()
        if self.on_the_way:
            event = chance.choice(self.on_the_way)
            if not keep:
                self.on_the_way.remove(event)
            self._arrive(event)

    @rule(chance=st.randoms(use_true_random=False))
    def one_is_lost(self, chance: random.Random) -> None:
        self._collect()
        if self.on_the_way:
            self.on_the_way.remove(chance.choice(self.on_the_way))

    @rule()
    def stripe_is_away_for_a_while(self) -> None:
        self._collect()
        if self.on_the_way:
            self.stripe.fake.outage = 500
            self._arrive(self.on_the_way[0])
            self.stripe.fake.outage = None

    def _arrive(self, event: dict[str, Any]) -> None:
        body, header = signed(event, SECRET)
        events.receive(body, header)
        events.handle_waiting()
        hosts.memory.clear()

    def teardown(self) -> None:
        try:
            reconcile(self.acme)
            self._is_as_stripe_says()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            self.stripe.fake.state, self.stripe.sent = self.before

    def _is_as_stripe_says(self) -> None:
        held = account(self.acme)
        truth = self.stripe.state.get("subscription", held.subscription)
        live = [
            one
            for one in self.stripe.state.all("subscription")
            if one["status"] not in subscriptions.ENDED
        ]
        assert [truth] == live or (not live and truth["status"] in subscriptions.ENDED)
        item = subscriptions.item_of(truth)
        assert (held.status, held.quantity) == (truth["status"], item["quantity"])
        assert held.period_end is not None
        assert int(held.period_end.timestamp()) == item["current_period_end"]
        expected = MEANS.get(truth["status"], ("free", "active"))
        assert state_of(self.acme) == expected
        with in_tenant(self.acme, allow_inactive=True):
            open_ones = {one.id: one.status for one in held.invoices.all()[:100]}
        for one in self.stripe.state.all("invoice")[:100]:
            assert open_ones[one["id"]] == one["status"]


def _copied(stripe: Stripe) -> Any:
    state = copy.copy(stripe.state)
    state.objects, state.events = copy.deepcopy((stripe.state.objects, stripe.state.events))
    state.answered = {}
    return state


def test_events_lost_doubled_and_in_any_order_end_in_what_stripe_says(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    subscribe(stripe, admin)
    Disorder.stripe, Disorder.admin, Disorder.acme = stripe, admin, acme
    run_state_machine_as_test(
        Disorder,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
