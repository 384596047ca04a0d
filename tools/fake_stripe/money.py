"""Invoices: their lines, discounts and payment."""

from typing import Any

import stripe

from tools.fake_stripe.shapes import Object, blank, listing
from tools.fake_stripe.state import State

DAY = 86_400
RETRY_AFTER = 3 * DAY
MOST_ATTEMPTS = 4


def line(state: State, text: str, amount: int, quantity: int, price: Object) -> Object:
    return blank(
        stripe.InvoiceLineItem,
        id=state.new_id("il"),
        amount=amount,
        subtotal=amount,
        currency=price["currency"],
        description=text,
        quantity=quantity,
        discountable=True,
        period={"start": state.now(), "end": state.now()},
        pricing={
            "type": "price_details",
            "price_details": {"price": price["id"], "product": price["product"]},
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
    )


def full_line(state: State, price: Object, quantity: int) -> Object:
    every = price["recurring"]["interval"]
    text = f"{quantity} × {price['product']} (at {price['unit_amount']} / {every})"
    return line(state, text, price["unit_amount"] * quantity, quantity, price)


def draft(
    state: State, customer: Object, subscription: Object, lines: list[Object], reason: str
) -> Object:
    """An invoice that is not kept yet, as a preview shows it."""
    subtotal = sum(one["amount"] for one in lines)
    off = discount_of(subscription, subtotal)
    total = max(0, subtotal - off)
    now = state.now()
    return blank(
        stripe.Invoice,
        id=state.new_id("upcoming_in"),
        currency=subscription["currency"],
        customer=customer["id"],
        customer_email=customer["email"],
        customer_name=customer["name"],
        subtotal=subtotal,
        total=total,
        amount_due=total,
        amount_remaining=total,
        total_discount_amounts=[{"amount": off, "discount": "di_fake"}] if off else [],
        billing_reason=reason,
        collection_method="charge_automatically",
        created=now,
        period_start=now,
        period_end=now,
        status="draft",
        lines=listing(lines, "/v1/invoices/lines"),
        parent={
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {"subscription": subscription["id"], "metadata": {}},
        },
    )


def discount_of(subscription: Object, subtotal: int) -> int:
    coupon = subscription.get("_coupon")
    if coupon is None or subtotal <= 0:
        return 0
    if coupon["percent_off"]:
        return round(subtotal * float(coupon["percent_off"]) / 100)
    return min(subtotal, int(coupon["amount_off"] or 0))


def issue(state: State, subscription: Object, lines: list[Object], reason: str) -> Object:
    """A finalised invoice, open until it is paid; one of nothing is paid at once."""
    customer = state.get("customer", subscription["customer"])
    invoice = draft(state, customer, subscription, lines, reason)
    number = len(state.all("invoice")) + 1
    invoice |= {
        "id": state.new_id("in"),
        "number": f"FAKE-{number:04d}",
        "status": "open",
        "hosted_invoice_url": f"https://invoice.fake.test/{number}",
        "invoice_pdf": f"https://invoice.fake.test/{number}.pdf",
        "auto_advance": True,
    }
    state.keep("invoice", invoice)
    subscription["latest_invoice"] = invoice["id"]
    state.tell("invoice.finalized", invoice)
    if invoice["total"] == 0:
        mark_paid(state, invoice)
    return invoice


def try_to_pay(state: State, invoice: Object) -> bool:
    """Charge the customer's card; False when it is declined or there is none."""
    if invoice["status"] != "open":
        return bool(invoice["status"] == "paid")
    card = state.get("customer", invoice["customer"]).get("_card")
    invoice["attempt_count"] += 1
    invoice["attempted"] = True
    if card == "good":
        mark_paid(state, invoice)
        return True
    last = invoice["attempt_count"] >= MOST_ATTEMPTS
    invoice["next_payment_attempt"] = None if last else state.now() + RETRY_AFTER
    state.tell("invoice.payment_failed", invoice)
    return False


def mark_paid(state: State, invoice: Object) -> None:
    invoice |= {
        "status": "paid",
        "amount_paid": invoice["total"],
        "amount_remaining": 0,
        "next_payment_attempt": None,
        "status_transitions": {**_NO_TIMES, "paid_at": state.now()},
    }
    state.tell("invoice.paid", invoice)


_NO_TIMES: dict[str, Any] = {
    "finalized_at": None,
    "marked_uncollectible_at": None,
    "paid_at": None,
    "voided_at": None,
}
