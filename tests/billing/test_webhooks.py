"""What Stripe tells us: only its own word counts, once, in any order (case M01)."""

import copy
import io
import json
import random
import time
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from billing import tasks
from billing.choices import EventState
from billing.models import Account, StripeEvent
from billing.services import events
from freehold.identity.models import User
from tenants.context import in_public
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.billing.conftest import (
    SECRET,
    WEBHOOK,
    Stripe,
    account,
    post,
    state_of,
    subscribe,
    work_off,
)
from tools.fake_stripe.webhooks import in_disorder, signed


def kept() -> list[StripeEvent]:
    with in_public():
        return list(StripeEvent.objects.order_by("id"))


def an_event(stripe: Stripe, kind: str = "customer.updated", **about: Any) -> dict[str, Any]:
    stripe.waiting()
    stripe.state.tell(kind, {"id": "x", "object": "thing", **about})
    (event,) = stripe.waiting()
    return event


@pytest.mark.parametrize(
    "header",
    ["", "t=1,v1=00", "nonsense", "t=now,v1=ä", "v1=,t=", "t=1"],
)
def test_m01_without_stripe_s_signature_nothing_is_kept(stripe: Stripe, header: str) -> None:
    body, _ = signed(an_event(stripe), SECRET)
    answer = post(body, header)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert kept() == []


def test_m01_a_signature_of_another_secret_or_over_other_bytes_is_refused(stripe: Stripe) -> None:
    event = an_event(stripe)
    assert stripe.send(event, secret="whsec_other").status_code == 400
    body, header = signed(event, SECRET)
    assert post(body.replace(b"thing", b"thong"), header).status_code == 400
    assert post(b"\xff\xfe", header).status_code == 400
    assert kept() == []


def test_m01_a_signature_older_than_five_minutes_is_refused(stripe: Stripe) -> None:
    event, now = an_event(stripe), int(time.time())
    assert stripe.send(event, at=now - 310).status_code == 400
    assert kept() == []
    assert stripe.send(event, at=now - 200).status_code == 200


def test_a_secret_may_be_changed_without_losing_events(stripe: Stripe, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", SECRET]
    assert stripe.send(an_event(stripe)).status_code == 200
    assert stripe.send(an_event(stripe), secret="whsec_new").status_code == 200
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert stripe.send(an_event(stripe)).status_code == 400


def test_m01_the_same_event_five_times_is_kept_and_worked_off_once(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    customer = account(acme).customer
    event = an_event(subscribed, customer=customer)
    before = len(kept())
    with mock.patch.object(events, "refresh_account") as refreshed:
        for _ in range(5):
            assert subscribed.send(event).status_code == 200
            work_off()
    assert refreshed.call_count == 1
    assert len(kept()) == before + 1


def test_m01_any_order_ends_in_what_stripe_says(
    admin: Caller, acme: Tenant, stripe: Stripe
) -> None:
    subscribe(stripe, admin)
    stripe.card(acme, "bad")
    stripe.days(44)
    stripe.card(acme, "good")
    stripe.days(30)
    sent = stripe.waiting()
    for event in [*reversed(sent), *in_disorder(sent, random.Random(7))]:
        assert stripe.send(event).status_code == 200
        work_off()
    truth = stripe.subscription(acme)
    assert account(acme).status == truth["status"] == "active"
    assert state_of(acme) == ("team", "active")


def test_m01_an_event_that_names_another_tenant_than_its_customer_s_is_refused(
    admin: Caller, acme: Tenant, globex: Tenant, subscribed: Stripe
) -> None:
    told = {"freehold_tenant": str(globex.id)}
    event = an_event(subscribed, customer=account(acme).customer, metadata=told)
    with mock.patch.object(events, "refresh_account") as refreshed:
        assert subscribed.send(event).status_code == 200
        work_off()
    assert refreshed.call_count == 0
    with in_public():
        assert StripeEvent.objects.get(id=event["id"]).state == EventState.REFUSED
        assert not Account.objects.filter(tenant=globex).exists()


def test_m01_a_subscription_of_another_tenant_entitles_nobody(
    admin: Caller, acme: Tenant, globex: Tenant, subscribed: Stripe
) -> None:
    subscribed.subscription(acme)["metadata"] = {"freehold_tenant": str(globex.id)}
    subscribed.state.tell("customer.subscription.updated", subscribed.subscription(acme))
    truth = copy.deepcopy(subscribed.state.events[-1])
    truth["data"]["object"]["metadata"] = {}
    subscribed.waiting()
    subscribed.send(truth)
    work_off()
    assert account(acme).status == "canceled"
    assert state_of(acme)[0] == "free"
    assert state_of(globex) == ("team", "active")


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("customer.updated", {"customer": "cus_nobody"}),
        ("invoice.paid", {}),
        ("unheard.of", {"customer": "cus_nobody"}),
        ("customer.updated", {"customer": 7}),
        ("customer.updated", {"customer": {"id": "cus_nobody"}}),
    ],
)
def test_m01_what_is_unknown_or_without_object_is_kept_and_ignored(
    stripe: Stripe, kind: str, about: dict[str, Any]
) -> None:
    event = an_event(stripe, kind, **about)
    assert stripe.send(event).status_code == 200
    work_off()
    (one,) = kept()
    assert (one.state, bool(one.reason)) == (EventState.IGNORED, True)


@pytest.mark.parametrize("data", [None, [], {"object": None}, {"object": "text"}, "nothing"])
def test_m01_an_event_whose_object_is_missing_is_ignored(stripe: Stripe, data: Any) -> None:
    event = {**an_event(stripe), "data": data}
    assert stripe.send(event).status_code == 200
    work_off()
    assert [one.state for one in kept()] == [EventState.IGNORED]


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b"{", b'{"id": 1, "type": "x"}', b"{}"])
def test_m01_a_signed_body_that_is_no_event_is_a_400(stripe: Stripe, body: bytes) -> None:
    from stripe import WebhookSignature

    header = WebhookSignature.generate_signature_header(body.decode(), SECRET)
    assert post(body, header).status_code == 400
    assert kept() == []


def test_m01_during_an_outage_of_the_database_stripe_is_told_to_come_again(stripe: Stripe) -> None:
    event = an_event(stripe)
    with mock.patch.object(StripeEvent.objects, "get_or_create", side_effect=OperationalError):
        assert stripe.send(event).status_code == 503
    assert stripe.send(event).status_code == 200


def test_m01_an_object_that_is_gone_at_stripe_counts_as_ended(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    subscribed.state.get("customer", account(acme).customer)["_deleted"] = True
    subscribed.state.objects["subscription"].clear()
    event = an_event(subscribed, "customer.deleted", customer=account(acme).customer)
    subscribed.send(event)
    work_off()
    assert account(acme).status == "canceled"
    assert state_of(acme) == ("free", "active")


def test_events_of_the_other_mode_are_ignored(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    live = {**an_event(subscribed, customer=account(acme).customer), "livemode": True}
    subscribed.send(live)
    work_off()
    with in_public():
        assert "mode" in StripeEvent.objects.get(id=live["id"]).reason


def test_an_event_waits_while_stripe_is_away_and_is_worked_off_later(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    event = an_event(subscribed, customer=account(acme).customer)
    subscribed.send(event)
    subscribed.fake.outage = 500
    tasks.handle_event(event["id"])
    work_off()
    with in_public():
        one = StripeEvent.objects.get(id=event["id"])
    assert (one.state, one.attempts, bool(one.reason)) == (EventState.RECEIVED, 1, True)
    subscribed.fake.outage = None
    tasks.handle_waiting()
    with in_public():
        assert StripeEvent.objects.get(id=event["id"]).state == EventState.HANDLED


def test_a_worker_is_woken_once_the_event_is_kept(
    stripe: Stripe, django_capture_on_commit_callbacks: Any
) -> None:
    event = an_event(stripe)
    with (
        mock.patch.object(tasks.handle_event, "apply_async") as woken,
        django_capture_on_commit_callbacks(execute=True),
    ):
        stripe.send(event)
        stripe.send(event)
    woken.assert_called_once_with((event["id"],), retry=False)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_the_webhook_is_only_posted_to(stripe: Stripe, method: str) -> None:
    answer = Client().generic(method, WEBHOOK, headers={"host": "localhost"})
    assert answer.status_code == 405


def test_the_webhook_lives_on_the_platform_s_host_only(stripe: Stripe, acme: Tenant) -> None:
    body, header = signed(an_event(stripe), SECRET)
    assert post(body, header, host="acme.localhost").status_code == 404
    assert kept() == []


def test_without_a_key_there_is_no_webhook(stripe: Stripe, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""
    assert stripe.send(an_event(stripe)).status_code == 404


def test_events_are_replayed_from_the_command_line(
    admin: Caller, acme: Tenant, subscribed: Stripe
) -> None:
    with in_public():
        Account.objects.filter(tenant=acme).update(status="past_due", plan="business")
    told = io.StringIO()
    call_command("billing", "replay", "--tenant", "acme", stdout=told)
    assert "handled" in told.getvalue()
    assert (account(acme).status, account(acme).plan) == ("active", "team")
    told = io.StringIO()
    call_command("billing", "replay", "--waiting", "--json", stdout=told)
    assert json.loads(told.getvalue()) == {"handled": 0}
    with pytest.raises(CommandError):
        call_command("billing", "replay")
    with pytest.raises(CommandError):
        call_command("billing", "replay", "evt_unknown")


def test_nothing_secret_is_kept_or_told(
    admin: Caller, acme: Tenant, acme_admin: User, subscribed: Stripe, caplog: Any
) -> None:
    subscribed.fake.outage = 500
    callers.problem(admin.post("/billing/portal/"), 503)
    subscribed.fake.outage = None
    subscribed.send(an_event(subscribed), secret="whsec_other")
    trail = admin.get("/audit/?limit=200").content.decode()
    for text in (caplog.text, trail):
        assert "sk_test" not in text
        assert "whsec_" not in text
