"""The fake answers as the SDK's types and Stripe's recorded objects say, and keeps its promises."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe
from django.conf import settings
from stripe import StripeClient

from tools.fake_stripe import pages, subscriptions
from tools.fake_stripe.forms import decode
from tools.fake_stripe.money import DAY
from tools.fake_stripe.server import FakeStripe, serving
from tools.fake_stripe.shapes import may_be_null
from tools.fake_stripe.state import State
from tools.fake_stripe.webhooks import in_disorder, signed

RECORDED = Path(settings.BASE_DIR).parent / "shared" / "data" / "stripe_djstripe"
#: In old recordings, gone from Stripe's present API.
BYGONE = {
    "subscription": {
        "application_fee_percent", "current_period_end", "current_period_start", "discount",
        "plan", "quantity", "start", "tax_percent", "djstripe_owner_account", "idempotency_key",
        "invoice_customer_balance_settings", "billing",
    },
    "product": {"attributes", "statement_descriptor", "caption", "deactivate_on"},
    "customer": {"account_balance", "business_vat_id", "sources", "subscriptions", "tax_ids"},
}  # fmt: skip


@pytest.fixture
def fake() -> FakeStripe:
    return FakeStripe(State(frozen=1_790_000_000))


@pytest.fixture
def client(fake: FakeStripe) -> Iterator[StripeClient]:
    with serving(fake) as address:
        yield StripeClient("sk_test_fake", base_addresses={"api": address}, max_network_retries=0)


def price(client: StripeClient, amount: int, every: Any = "month") -> str:
    product = client.v1.products.create({"name": f"Plan {amount}"})
    made = client.v1.prices.create(
        {
            "product": product.id,
            "currency": "eur",
            "unit_amount": amount,
            "recurring": {"interval": every},
        }
    )
    return made.id


def customer(client: StripeClient, fake: FakeStripe, card: str | None = "good") -> str:
    made = client.v1.customers.create({"name": "Acme", "email": "pay@acme.test"})
    fake.state.get("customer", made.id)["_card"] = card
    return made.id


def subscribed(client: StripeClient, who: str, what: str, quantity: int = 2, **more: Any) -> Any:
    wanted: Any = {"customer": who, "items": [{"price": what, "quantity": quantity}], **more}
    return client.v1.subscriptions.create(wanted)


def test_objects_have_what_the_sdk_s_types_declare(client: StripeClient, fake: FakeStripe) -> None:
    who = customer(client, fake)
    subscribed(client, who, price(client, 1900))
    client.v1.customers.tax_ids.create(who, {"type": "eu_vat", "value": "DE123456789"})
    client.v1.coupons.create({"percent_off": 10, "duration": "forever"})
    kinds: dict[str, Any] = {
        "product": stripe.Product, "price": stripe.Price, "customer": stripe.Customer,
        "subscription": stripe.Subscription, "invoice": stripe.Invoice, "tax_id": stripe.TaxId,
        "coupon": stripe.Coupon,
    }  # fmt: skip
    for kind, declared in kinds.items():
        (made,) = fake.state.all(kind)
        for name, hint in declared.__annotations__.items():
            if name in {"OBJECT_NAME", "deleted"} or name.startswith("_"):
                continue
            assert name in made, (kind, name)
            optional = may_be_null(hint) or "Union" in str(hint) or "Forward" in str(hint)
            assert made[name] is not None or optional or _of_its_own(hint), (kind, name)


def _of_its_own(hint: Any) -> bool:
    """Objects within objects, of which Freehold reads only those that the fake fills."""
    return isinstance(hint, type) and issubclass(hint, stripe.StripeObject)


@pytest.mark.parametrize("kind", ["subscription", "product", "customer", "price"])
def test_recorded_objects_have_no_field_that_the_fake_s_lack(
    client: StripeClient, fake: FakeStripe, kind: str
) -> None:
    files = sorted(RECORDED.glob(f"{kind}_*.json"))
    if not files:
        pytest.skip("The recorded objects are not on this machine.")
    subscribed(client, customer(client, fake), price(client, 1900))
    (made,) = fake.state.all(kind)
    recorded = {name for file in files for name in json.loads(file.read_text())}
    assert recorded - set(made) - BYGONE.get(kind, set()) == set()


def test_a_key_makes_a_call_effective_once(client: StripeClient, fake: FakeStripe) -> None:
    once: Any = {"idempotency_key": "one"}
    first = client.v1.customers.create({"name": "Acme"}, once)
    assert client.v1.customers.create({"name": "Acme"}, once).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({"name": "Globex"}, once)
    assert len(fake.state.all("customer")) == 1


def test_a_period_ends_on_the_item_and_is_renewed(client: StripeClient, fake: FakeStripe) -> None:
    made = subscribed(client, customer(client, fake), price(client, 1900))
    assert made.status == "active"
    end = made["items"].data[0].current_period_end
    subscriptions.advance(fake.state, end + DAY)
    renewed = client.v1.subscriptions.retrieve(made.id)
    assert renewed["items"].data[0].current_period_end == end + 30 * DAY
    paid = client.v1.invoices.list({"customer": made.customer}).data
    assert [(one.status, one.total) for one in paid] == [("paid", 3800), ("paid", 3800)]


def test_failed_payments_end_unpaid_and_a_good_card_brings_it_back(
    client: StripeClient, fake: FakeStripe
) -> None:
    who = customer(client, fake)
    made = subscribed(client, who, price(client, 1900))
    fake.state.get("customer", who)["_card"] = "bad"
    subscriptions.advance(fake.state, fake.state.now() + 31 * DAY)
    assert client.v1.subscriptions.retrieve(made.id).status == "past_due"
    subscriptions.advance(fake.state, fake.state.now() + 10 * DAY)
    assert client.v1.subscriptions.retrieve(made.id).status == "unpaid"
    portal = client.v1.billing_portal.sessions.create({"customer": who, "return_url": "http://x"})
    pages.manage(fake.state, portal.id, {"do": "good"})
    assert client.v1.subscriptions.retrieve(made.id).status == "active"


@pytest.mark.parametrize(("behaviour", "status"), [("cancel", "canceled"), ("pause", "paused")])
def test_a_trial_without_card_ends_as_was_said(
    client: StripeClient, fake: FakeStripe, behaviour: str, status: str
) -> None:
    made = subscribed(
        client,
        customer(client, fake, None),
        price(client, 1900),
        trial_period_days=14,
        trial_settings={"end_behavior": {"missing_payment_method": behaviour}},
    )
    assert made.status == "trialing"
    subscriptions.advance(fake.state, fake.state.now() + 15 * DAY)
    assert client.v1.subscriptions.retrieve(made.id).status == status


def test_the_preview_is_what_the_change_then_costs(client: StripeClient, fake: FakeStripe) -> None:
    who, larger = customer(client, fake), price(client, 3900)
    made = subscribed(client, who, price(client, 1900))
    subscriptions.advance(fake.state, fake.state.now() + 15 * DAY)
    item: Any = {"id": made["items"].data[0].id, "price": larger, "quantity": 3}
    details = {"items": [item], "proration_behavior": "always_invoice"}
    wanted: Any = {"customer": who, "subscription": made.id, "subscription_details": details}
    previewed = client.v1.invoices.create_preview(wanted)
    assert previewed.total == (3 * 3900 - 2 * 1900) // 2
    changed: Any = details
    client.v1.subscriptions.update(made.id, changed)
    assert client.v1.invoices.list({"customer": who}).data[0].total == previewed.total


def test_a_declined_card_changes_nothing(client: StripeClient, fake: FakeStripe) -> None:
    who, larger = customer(client, fake), price(client, 3900)
    made = subscribed(client, who, price(client, 1900))
    fake.state.get("customer", who)["_card"] = "bad"
    item: Any = {"id": made["items"].data[0].id, "price": larger}
    wanted: Any = {
        "items": [item],
        "proration_behavior": "always_invoice",
        "payment_behavior": "error_if_incomplete",
    }
    with pytest.raises(stripe.CardError):
        client.v1.subscriptions.update(made.id, wanted)
    kept = client.v1.subscriptions.retrieve(made.id)
    assert kept["items"].data[0].price.unit_amount == 1900


def test_a_checkout_is_paid_on_its_page_with_a_promotion_code(
    client: StripeClient, fake: FakeStripe
) -> None:
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "forever"})
    client.v1.promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "HALF"}
    )
    who = customer(client, fake, None)
    session = client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": who,
            "line_items": [{"price": price(client, 1900), "quantity": 4}],
            "success_url": "http://acme.test/done",
            "cancel_url": "http://acme.test/",
        }
    )
    assert "declined" in pages.complete(fake.state, session.id, {"card": "bad"})
    done = pages.complete(fake.state, session.id, {"card": "good", "code": "HALF"})
    assert done == "http://acme.test/done"
    (invoice,) = client.v1.invoices.list({"customer": who}).data
    assert (invoice.status, invoice.total) == ("paid", 3800)


def test_events_are_signed_as_the_sdk_verifies_them(client: StripeClient, fake: FakeStripe) -> None:
    customer(client, fake)
    (event,) = fake.state.events
    body, header = signed(event, "whsec_one")
    read = stripe.Webhook.construct_event(body, header, "whsec_one")
    assert (read.type, read.data.object["name"]) == ("customer.created", "Acme")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, header, "whsec_other")


def test_events_come_in_disorder_but_all_of_them_come() -> None:
    events = [{"id": str(number)} for number in range(50)]
    sent = in_disorder(events, random.Random(1))
    assert {one["id"] for one in sent} == {one["id"] for one in events}
    assert len(sent) > len(events)
    assert sent[:50] != events


def test_forms_nest() -> None:
    assert decode("items[0][price]=p&items[0][quantity]=2&a=b") == {
        "items": {"0": {"price": "p", "quantity": "2"}},
        "a": "b",
    }


def test_an_outage_refuses_everything(client: StripeClient, fake: FakeStripe) -> None:
    fake.outage = 500
    with pytest.raises(stripe.APIError):
        client.v1.customers.create({"name": "Acme"})


def test_lists_without_a_customer_are_of_everybody(client: StripeClient, fake: FakeStripe) -> None:
    what = price(client, 1000)
    made = {subscribed(client, customer(client, fake), what).id for _ in range(2)}
    assert {one.id for one in client.v1.subscriptions.list().data} == made
    assert len(client.v1.invoices.list().data) == 2
