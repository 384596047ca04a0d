"""Subscriptions: begun, changed, renewed as time goes by, in arrears and ended."""

from typing import Any

import stripe

from tools.fake_stripe import money
from tools.fake_stripe.money import DAY
from tools.fake_stripe.shapes import Object, blank, listing
from tools.fake_stripe.state import State, declined, wrong

_PERIOD = {"month": 30 * DAY, "year": 365 * DAY}
ENDED = frozenset({"canceled", "incomplete_expired"})
_RENEWED = frozenset({"active", "past_due", "unpaid"})


def item_of(subscription: Object) -> Object:
    item: Object = subscription["items"]["data"][0]
    return item


def begin(state: State, customer: Object, price: Object, quantity: int, **more: Any) -> Object:
    """`more`: trial_days, without_card (what happens at its end), coupon, metadata, strict."""
    now, trial = state.now(), int(more.get("trial_days") or 0)
    end = now + (trial * DAY if trial else _PERIOD[price["recurring"]["interval"]])
    ident = state.new_id("sub")
    item = blank(
        stripe.SubscriptionItem,
        id=state.new_id("si"),
        created=now,
        current_period_start=now,
        current_period_end=end,
        price=price,
        quantity=quantity,
        subscription=ident,
    )
    ends = {"end_behavior": {"missing_payment_method": more.get("without_card", "create_invoice")}}
    subscription = blank(
        stripe.Subscription,
        id=ident,
        customer=customer["id"],
        created=now,
        start_date=now,
        billing_cycle_anchor=end if trial else now,
        collection_method="charge_automatically",
        currency=price["currency"],
        items=listing([item], "/v1/subscription_items"),
        metadata=more.get("metadata") or {},
        status="trialing" if trial else "incomplete",
        trial_start=now if trial else None,
        trial_end=end if trial else None,
        trial_settings=ends,
        _coupon=more.get("coupon"),
        _pending=[],
    )
    first = [] if trial else [money.full_line(state, price, quantity)]
    if not trial and more.get("strict") and customer.get("_card") != "good":
        raise declined()
    state.keep("subscription", subscription)
    invoice = money.issue(state, subscription, first, "subscription_create")
    if not trial and money.try_to_pay(state, invoice):
        subscription["status"] = "active"
    customer["currency"] = price["currency"]
    state.tell("customer.subscription.created", subscription)
    return subscription


def proration(state: State, subscription: Object, price: Object, quantity: int, at: int) -> Any:
    """Lines for what is left of the period: the old part given back, the new one charged."""
    item = item_of(subscription)
    start, end = item["current_period_start"], item["current_period_end"]
    left = max(0, end - at) / max(1, end - start)
    old = item["price"]
    if subscription["status"] == "trialing":
        return []
    if old["recurring"]["interval"] != price["recurring"]["interval"]:
        back = -round(old["unit_amount"] * item["quantity"] * left)
        return [
            money.line(state, "Unused time", back, item["quantity"], old),
            money.full_line(state, price, quantity),
        ]
    return [
        money.line(
            state, "Unused time", -round(old["unit_amount"] * item["quantity"] * left),
            item["quantity"], old,
        ),
        money.line(
            state, "Remaining time", round(price["unit_amount"] * quantity * left), quantity, price
        ),
    ]  # fmt: skip


def change(
    state: State, subscription: Object, price: Object, quantity: int, *, how: str, strict: bool
) -> None:
    """Another price or quantity; `how` is Stripe's proration_behavior."""
    if subscription["status"] in ENDED:
        raise wrong("A canceled subscription can only update its cancellation_details.")
    item = item_of(subscription)
    anew = item["price"]["recurring"]["interval"] != price["recurring"]["interval"]
    lines = [] if how == "none" else proration(state, subscription, price, quantity, state.now())
    at_once = bool(lines) and (how == "always_invoice" or anew)
    customer = state.get("customer", subscription["customer"])
    due = sum(one["amount"] for one in lines)
    if at_once and strict and due > 0 and customer.get("_card") != "good":
        raise declined()
    item |= {"price": price, "quantity": quantity}
    if anew and subscription["status"] != "trialing":
        _new_period(state, item)
    if at_once:
        invoice = money.issue(state, subscription, lines, "subscription_update")
        if not money.try_to_pay(state, invoice) and subscription["status"] == "active":
            subscription["status"] = "past_due"
    else:
        subscription["_pending"].extend(lines)


def end(state: State, subscription: Object, reason: str = "cancellation_requested") -> None:
    subscription |= {
        "status": "canceled",
        "canceled_at": state.now(),
        "ended_at": state.now(),
        "cancellation_details": {"comment": None, "feedback": None, "reason": reason},
    }
    state.tell("customer.subscription.deleted", subscription)


def settle(state: State, invoice: Object) -> None:
    """A payment came in: a subscription in arrears works again once nothing is open."""
    about = (invoice["parent"] or {}).get("subscription_details") or {}
    subscription = state.objects.get("subscription", {}).get(about.get("subscription") or "")
    if subscription is None or subscription["status"] not in {"incomplete", "past_due", "unpaid"}:
        return
    if subscription["latest_invoice"] == invoice["id"]:
        subscription["status"] = "active"
        state.tell("customer.subscription.updated", subscription)


def advance(state: State, until: int) -> None:
    """Let time go by: trials end, periods renew, failed payments are tried again, in order."""
    while True:
        due = min(_dates(state), default=None, key=lambda one: one[0])
        if due is None or due[0] > until:
            break
        state.frozen = max(due[0], state.now())
        due[1](state, due[2])
    state.frozen = until


def _dates(state: State) -> list[tuple[int, Any, Object]]:
    dates: list[tuple[int, Any, Object]] = []
    for one in state.all("subscription"):
        if one["status"] in _RENEWED or one["status"] == "trialing":
            dates.append((item_of(one)["current_period_end"], _turn, one))
    for invoice in state.all("invoice"):
        if invoice["status"] == "open" and invoice["next_payment_attempt"]:
            dates.append((invoice["next_payment_attempt"], _retry, invoice))
    return dates


def _turn(state: State, subscription: Object) -> None:
    """The end of a trial or period."""
    if subscription["cancel_at_period_end"]:
        end(state, subscription)
        return
    customer = state.get("customer", subscription["customer"])
    if subscription["status"] == "trialing" and customer.get("_card") is None:
        behaviour = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
        if behaviour == "cancel":
            end(state, subscription)
            return
        if behaviour == "pause":
            subscription["status"] = "paused"
            state.tell("customer.subscription.paused", subscription)
            return
    _renew(state, subscription)


def _renew(state: State, subscription: Object) -> None:
    item = item_of(subscription)
    _new_period(state, item)
    if subscription["status"] == "unpaid":
        state.tell("customer.subscription.updated", subscription)
        return
    lines = [*subscription["_pending"], money.full_line(state, item["price"], item["quantity"])]
    subscription["_pending"] = []
    invoice = money.issue(state, subscription, lines, "subscription_cycle")
    paid = money.try_to_pay(state, invoice)
    subscription["status"] = "active" if paid else "past_due"
    state.tell("customer.subscription.updated", subscription)


def _retry(state: State, invoice: Object) -> None:
    subscription = state.get(
        "subscription", invoice["parent"]["subscription_details"]["subscription"]
    )
    if money.try_to_pay(state, invoice):
        settle(state, invoice)
    elif invoice["next_payment_attempt"] is None and subscription["status"] == "past_due":
        if state.after_retries == "canceled":
            end(state, subscription, "payment_failed")
        else:
            subscription["status"] = state.after_retries
            state.tell("customer.subscription.updated", subscription)


def _new_period(state: State, item: Object) -> None:
    now = state.now()
    length = _PERIOD[item["price"]["recurring"]["interval"]]
    item |= {"current_period_start": now, "current_period_end": now + length}
