"""A tenant with a Stripe of its own, on loopback."""

import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client, override_settings

from billing.models import Account
from billing.services import events
from billing.services.plan_prices import sync_plans
from freehold.identity.models import User
from tenants import hosts
from tenants.context import in_public
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tools.fake_stripe import pages, subscriptions
from tools.fake_stripe.money import DAY
from tools.fake_stripe.server import FakeStripe, serving
from tools.fake_stripe.shapes import Object
from tools.fake_stripe.state import State
from tools.fake_stripe.webhooks import signed

SECRET = "whsec_only_for_tests"
WEBHOOK = "/webhooks/stripe/"


@dataclass
class Stripe:
    """The fake, its events on their way here, and what tests do to it."""

    fake: FakeStripe
    sent: int = 0

    @property
    def state(self) -> State:
        return self.fake.state

    def waiting(self) -> list[Object]:
        """Events that were not sent yet; asking takes them."""
        fresh = self.state.events[self.sent :]
        self.sent = len(self.state.events)
        return fresh

    def send(self, event: Object, *, secret: str = SECRET, at: int | None = None) -> Any:
        """Stripe calls the webhook."""
        body, header = signed(event, secret, at)
        return post(body, header)

    def deliver(self) -> None:
        """Everything arrives once, in order, and is worked off."""
        for event in self.waiting():
            assert self.send(event).status_code == 200
        work_off()

    def days(self, number: int) -> None:
        subscriptions.advance(self.state, self.state.now() + number * DAY)

    def pay(self, address: str, card: str = "good", code: str = "") -> None:
        """What a person does on the page of the checkout."""
        pages.complete(self.state, address.rpartition("/")[2], {"card": card, "code": code})

    def card(self, tenant: Tenant, card: str) -> None:
        """The customer chooses another card in the portal; a good one pays what is open."""
        session = {"id": "bps_test", "customer": account(tenant).customer, "return_url": "http://x"}
        self.state.keep("portal_session", session)
        pages.manage(self.state, "bps_test", {"do": card})

    def subscription(self, tenant: Tenant) -> Object:
        return self.state.get("subscription", account(tenant).subscription)


def post(body: bytes, signature: str, host: str = "localhost") -> Any:
    headers = {"host": host, "Stripe-Signature": signature}
    return Client(enforce_csrf_checks=True).generic(
        "POST", WEBHOOK, body, content_type="application/json", headers=headers
    )


def work_off() -> None:
    events.handle_waiting()
    hosts.memory.clear()


def account(tenant: Tenant) -> Account:
    with in_public():
        return Account.objects.get(tenant=tenant)


def state_of(tenant: Tenant) -> tuple[str, str]:
    with in_public():
        tenant.refresh_from_db()
    return tenant.plan, tenant.state


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[FakeStripe, str]]:
    fake = FakeStripe()
    with serving(fake) as address:
        yield fake, address


@pytest.fixture(scope="module")
def offered(held: None, served: tuple[FakeStripe, str]) -> State:
    """The plans of the settings, at Stripe and here."""
    fake, address = served
    fake.state, fake.outage = State(frozen=int(time.time())), None
    with override_settings(**_told(address)):
        sync_plans()
    return fake.state


@pytest.fixture
def stripe(
    db: None, settings: LazySettings, served: tuple[FakeStripe, str], offered: State
) -> Stripe:
    """With the plans of the settings in it, and nothing else."""
    fake, address = served
    fake.state, fake.outage = copy.deepcopy(offered), None
    for name, value in _told(address).items():
        setattr(settings, name, value)
    return Stripe(fake)


def _told(address: str) -> dict[str, Any]:
    return {
        "STRIPE_SECRET_KEY": "sk_test_only_for_tests",
        "STRIPE_WEBHOOK_SECRETS": [SECRET],
        "STRIPE_API": address,
    }


@pytest.fixture
def admin(acme: Tenant, acme_admin: User) -> Caller:
    return callers.with_key(acme, acme_admin)


def subscribe(stripe: Stripe, admin: Caller, plan: str = "team", card: str = "good") -> None:
    """Through the checkout, trial and all, until the tenant has it."""
    chosen = {"plan": plan, "interval": "month"}
    answer = admin.post("/billing/checkout/", chosen)
    assert answer.status_code == 200, answer.content
    stripe.pay(answer.json()["url"], card)
    stripe.deliver()


@pytest.fixture
def subscribed(stripe: Stripe, admin: Caller, acme: Tenant) -> Stripe:
    """`acme` pays for the plan `team`, its trial behind it."""
    subscribe(stripe, admin)
    stripe.days(14)
    stripe.deliver()
    assert account(acme).status == "active"
    return stripe
