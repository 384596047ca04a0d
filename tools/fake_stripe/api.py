"""The addresses under /v1/ that Freehold uses."""

import re
from collections.abc import Callable
from typing import Any

import stripe
from stripe import billing, billing_portal, checkout

from tools.fake_stripe import money, subscriptions
from tools.fake_stripe.forms import entries, flag
from tools.fake_stripe.shapes import Object, blank, listing
from tools.fake_stripe.state import State, missing, wrong

Handler = Callable[..., Object]
_routes: list[tuple[str, re.Pattern[str], Handler]] = []


def route(method: str, pattern: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _routes.append((method, re.compile(rf"/v1/{pattern}\Z"), handler))
        return handler

    return register


def answer(state: State, method: str, path: str, given: dict[str, Any]) -> Object:
    """What Stripe would answer; `Refusal` for what it refuses."""
    for known, pattern, handler in _routes:
        found = pattern.match(path)
        if known == method and found:
            return handler(state, given, *found.groups())
    raise missing("address", f"{method} {path}")


@route("POST", "products")
def make_product(state: State, given: dict[str, Any]) -> Object:
    product = blank(
        stripe.Product,
        id=given.get("id") or state.new_id("prod"),
        name=given["name"],
        metadata=given.get("metadata") or {},
        active=True,
        created=state.now(),
        updated=state.now(),
        type="service",
    )
    return state.keep("product", product)


@route("GET", "products/([^/]+)")
def get_product(state: State, given: dict[str, Any], ident: str) -> Object:
    return state.get("product", ident)


@route("POST", "products/([^/]+)")
def change_product(state: State, given: dict[str, Any], ident: str) -> Object:
    product = state.get("product", ident)
    product |= {key: given[key] for key in ("name", "description") if key in given}
    return product


@route("POST", "prices")
def make_price(state: State, given: dict[str, Any]) -> Object:
    state.get("product", given["product"])
    lookup = given.get("lookup_key")
    for other in state.all("price"):
        if lookup and other["lookup_key"] == lookup:
            if not flag(given.get("transfer_lookup_key")):
                raise wrong("A price already uses that lookup key.", "lookup_key")
            other["lookup_key"] = None
    price = blank(
        stripe.Price,
        id=state.new_id("price"),
        active=True,
        billing_scheme="per_unit",
        created=state.now(),
        currency=given["currency"],
        lookup_key=lookup,
        metadata=given.get("metadata") or {},
        product=given["product"],
        recurring={
            "interval": given["recurring"]["interval"],
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        type="recurring",
        unit_amount=int(given["unit_amount"]),
        unit_amount_decimal=given["unit_amount"],
    )
    return state.keep("price", price)


@route("POST", "prices/([^/]+)")
def change_price(state: State, given: dict[str, Any], ident: str) -> Object:
    price = state.get("price", ident)
    if "active" in given:
        price["active"] = flag(given["active"])
    return price


@route("GET", "prices")
def list_prices(state: State, given: dict[str, Any]) -> Object:
    keys = entries(given, "lookup_keys")
    found = [one for one in state.all("price") if not keys or one["lookup_key"] in keys]
    return listing(found, "/v1/prices")


@route("POST", "customers")
def make_customer(state: State, given: dict[str, Any]) -> Object:
    customer = blank(
        stripe.Customer,
        id=state.new_id("cus"),
        created=state.now(),
        name=given.get("name"),
        email=given.get("email"),
        metadata=given.get("metadata") or {},
        tax_exempt="none",
        _card=None,
    )
    state.keep("customer", customer)
    state.tell("customer.created", customer)
    return customer


@route("GET", "customers/([^/]+)")
def get_customer(state: State, given: dict[str, Any], ident: str) -> Object:
    customer = state.get("customer", ident)
    gone = {"id": ident, "object": "customer", "deleted": True}
    return gone if customer.get("_deleted") else customer


@route("POST", "customers/([^/]+)")
def change_customer(state: State, given: dict[str, Any], ident: str) -> Object:
    customer = state.get("customer", ident)
    customer |= {key: given[key] for key in ("name", "email", "metadata") if key in given}
    state.tell("customer.updated", customer)
    return customer


@route("POST", "customers/([^/]+)/tax_ids")
def add_tax_id(state: State, given: dict[str, Any], ident: str) -> Object:
    state.get("customer", ident)
    if not given.get("value"):
        raise wrong("Invalid value for eu_vat.", "value")
    tax_id = blank(
        stripe.TaxId,
        id=state.new_id("txi"),
        created=state.now(),
        customer=ident,
        type=given["type"],
        value=given["value"],
        country=given["value"][:2],
    )
    state.tell("customer.tax_id.created", tax_id)
    return state.keep("tax_id", tax_id)


@route("GET", "customers/([^/]+)/tax_ids")
def list_tax_ids(state: State, given: dict[str, Any], ident: str) -> Object:
    found = [one for one in state.all("tax_id") if one["customer"] == ident]
    return listing(found, f"/v1/customers/{ident}/tax_ids")


@route("POST", "coupons")
def make_coupon(state: State, given: dict[str, Any]) -> Object:
    percent, amount = given.get("percent_off"), given.get("amount_off")
    coupon = blank(
        stripe.Coupon,
        id=given.get("id") or state.new_id("coupon"),
        created=state.now(),
        duration=given.get("duration", "forever"),
        name=given.get("name"),
        percent_off=float(percent) if percent else None,
        amount_off=int(amount) if amount else None,
        valid=True,
    )
    return state.keep("coupon", coupon)


@route("POST", "promotion_codes")
def make_promotion_code(state: State, given: dict[str, Any]) -> Object:
    coupon = state.get("coupon", given["promotion"]["coupon"])
    code = blank(
        stripe.PromotionCode,
        id=state.new_id("promo"),
        active=True,
        code=given["code"],
        created=state.now(),
        promotion={"type": "coupon", "coupon": coupon["id"]},
        restrictions={"first_time_transaction": False},
    )
    return state.keep("promotion_code", code)


@route("POST", "checkout/sessions")
def make_checkout(state: State, given: dict[str, Any]) -> Object:
    (line,) = entries(given, "line_items")
    price = state.get("price", line["price"])
    state.get("customer", given["customer"])
    session = blank(
        checkout.Session,
        id=state.new_id("cs_test"),
        created=state.now(),
        expires_at=state.now() + money.DAY,
        mode=given["mode"],
        customer=given["customer"],
        client_reference_id=given.get("client_reference_id"),
        currency=price["currency"],
        allow_promotion_codes=flag(given.get("allow_promotion_codes")),
        payment_method_collection=given.get("payment_method_collection", "always"),
        status="open",
        payment_status="unpaid",
        success_url=given["success_url"],
        cancel_url=given.get("cancel_url"),
        metadata=given.get("metadata") or {},
        _price=price,
        _quantity=int(line["quantity"]),
        _asked=given.get("subscription_data") or {},
    )
    session["url"] = f"{given['_origin']}/pay/{session['id']}"
    return state.keep("checkout_session", session)


@route("GET", "checkout/sessions/([^/]+)")
def get_checkout(state: State, given: dict[str, Any], ident: str) -> Object:
    return state.get("checkout_session", ident)


@route("POST", "billing_portal/sessions")
def make_portal(state: State, given: dict[str, Any]) -> Object:
    state.get("customer", given["customer"])
    session = blank(
        billing_portal.Session,
        id=state.new_id("bps"),
        created=state.now(),
        customer=given["customer"],
        return_url=given.get("return_url"),
        configuration="bpc_fake",
    )
    session["url"] = f"{given['_origin']}/portal/{session['id']}"
    return state.keep("portal_session", session)


@route("POST", "subscriptions")
def make_subscription(state: State, given: dict[str, Any]) -> Object:
    (item,) = entries(given, "items")
    behaviour = (given.get("trial_settings") or {}).get("end_behavior") or {}
    return subscriptions.begin(
        state,
        state.get("customer", given["customer"]),
        state.get("price", item["price"]),
        int(item.get("quantity", 1)),
        trial_days=given.get("trial_period_days"),
        without_card=behaviour.get("missing_payment_method", "create_invoice"),
        metadata=given.get("metadata"),
        strict=given.get("payment_behavior") == "error_if_incomplete",
    )


def _of_customer(found: list[Object], given: dict[str, Any]) -> list[Object]:
    """Of everybody where none is named."""
    wanted = given.get("customer")
    return [one for one in found if wanted in (None, one["customer"])]


@route("GET", "subscriptions")
def list_subscriptions(state: State, given: dict[str, Any]) -> Object:
    found = _of_customer(state.all("subscription"), given)
    if given.get("status") != "all":
        found = [one for one in found if one["status"] not in subscriptions.ENDED]
    return listing(found, "/v1/subscriptions")


@route("GET", "subscriptions/([^/]+)")
def get_subscription(state: State, given: dict[str, Any], ident: str) -> Object:
    return state.get("subscription", ident)


@route("POST", "subscriptions/([^/]+)")
def change_subscription(state: State, given: dict[str, Any], ident: str) -> Object:
    subscription = state.get("subscription", ident)
    if "items" in given:
        price, quantity = _wanted(state, subscription, given)
        subscriptions.change(
            state,
            subscription,
            price,
            quantity,
            how=given.get("proration_behavior", "create_prorations"),
            strict=given.get("payment_behavior") == "error_if_incomplete",
        )
    if "cancel_at_period_end" in given:
        subscription["cancel_at_period_end"] = flag(given["cancel_at_period_end"])
    state.tell("customer.subscription.updated", subscription)
    return subscription


@route("DELETE", "subscriptions/([^/]+)")
def end_subscription(state: State, given: dict[str, Any], ident: str) -> Object:
    subscription = state.get("subscription", ident)
    if subscription["status"] in subscriptions.ENDED:
        raise missing("subscription", ident)
    subscriptions.end(state, subscription)
    return subscription


def _wanted(state: State, subscription: Object, given: dict[str, Any]) -> tuple[Object, int]:
    (wanted,) = entries(given, "items")
    item = subscriptions.item_of(subscription)
    if wanted.get("id") != item["id"]:
        raise missing("subscription_item", str(wanted.get("id")))
    price = state.get("price", wanted["price"]) if "price" in wanted else item["price"]
    if price["currency"] != subscription["currency"]:
        raise wrong("The currency of a subscription can't be changed.", "items[0][price]")
    return price, int(wanted.get("quantity", item["quantity"]))


@route("GET", "invoices")
def list_invoices(state: State, given: dict[str, Any]) -> Object:
    found = _of_customer(state.all("invoice"), given)
    return listing(found[: int(given.get("limit", 10))], "/v1/invoices")


@route("POST", "invoices/create_preview")
def preview(state: State, given: dict[str, Any]) -> Object:
    subscription = state.get("subscription", given["subscription"])
    asked = given.get("subscription_details") or {}
    price, quantity = _wanted(state, subscription, asked)
    at = int(asked.get("proration_date") or state.now())
    lines = subscriptions.proration(state, subscription, price, quantity, at)
    if asked.get("proration_behavior") != "always_invoice":
        lines = [*subscription["_pending"], *lines, money.full_line(state, price, quantity)]
    customer = state.get("customer", subscription["customer"])
    return money.draft(state, customer, subscription, lines, "upcoming")


@route("GET", "invoices/([^/]+)")
def get_invoice(state: State, given: dict[str, Any], ident: str) -> Object:
    return state.get("invoice", ident)


@route("POST", "invoices/([^/]+)/pay")
def pay_invoice(state: State, given: dict[str, Any], ident: str) -> Object:
    invoice = state.get("invoice", ident)
    if money.try_to_pay(state, invoice):
        subscriptions.settle(state, invoice)
    return invoice


@route("POST", "billing/meters")
def make_meter(state: State, given: dict[str, Any]) -> Object:
    meter = blank(
        billing.Meter,
        id=state.new_id("mtr"),
        created=state.now(),
        updated=state.now(),
        display_name=given["display_name"],
        event_name=given["event_name"],
        default_aggregation=given["default_aggregation"],
        status="active",
    )
    return state.keep("meter", meter)


@route("GET", "billing/meters")
def list_meters(state: State, given: dict[str, Any]) -> Object:
    return listing(state.all("meter"), "/v1/billing/meters")


@route("POST", "billing/meter_events")
def count_usage(state: State, given: dict[str, Any]) -> Object:
    if not any(one["event_name"] == given["event_name"] for one in state.all("meter")):
        raise wrong(f"No active meter found for event name {given['event_name']}.", "event_name")
    if given["identifier"] in state.objects.get("meter_event", {}):
        raise wrong("An event already exists with this identifier.", "identifier")
    event = blank(
        billing.MeterEvent,
        created=state.now(),
        event_name=given["event_name"],
        identifier=given["identifier"],
        payload=given["payload"],
        timestamp=int(given.get("timestamp") or state.now()),
    )
    state.objects.setdefault("meter_event", {})[given["identifier"]] = event
    return event


@route("GET", "events")
def list_events(state: State, given: dict[str, Any]) -> Object:
    return listing(list(reversed(state.events))[: int(given.get("limit", 10))], "/v1/events")


@route("POST", "test_helpers/test_clocks/([^/]+)/advance")
def advance(state: State, given: dict[str, Any], ident: str) -> Object:
    """One clock for everything, whatever its id."""
    subscriptions.advance(state, int(given["frozen_time"]))
    return blank(stripe.test_helpers.TestClock, id=ident, frozen_time=state.now(), status="ready")
