"""The two pages that people see at Stripe: where they pay, and where they manage what they pay."""

from collections.abc import Iterable
from html import escape
from typing import Any

from tools.fake_stripe import money, subscriptions
from tools.fake_stripe.shapes import Object
from tools.fake_stripe.state import Refusal, State, missing

_STYLE = "body{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}"
_CARDS = {"good": "A card that works", "bad": "A card that is declined", "none": "No card"}


def serve(state: State, environ: dict[str, Any], given: dict[str, Any], start: Any) -> Any:
    """GET shows the page; POST does what was clicked and leads back."""
    kind, _, ident = environ["PATH_INFO"].lstrip("/").partition("/")
    posted = environ["REQUEST_METHOD"] == "POST"
    try:
        if kind == "pay":
            return _answer(start, complete(state, ident, given) if posted else _pay(state, ident))
        if kind == "portal":
            return _answer(start, manage(state, ident, given) if posted else _portal(state, ident))
        raise missing("page", ident)
    except Refusal as refusal:
        start(f"{refusal.status} Fake", [("Content-Type", "text/plain")])
        return [str(refusal).encode()]


def _answer(start: Any, found: str) -> Iterable[bytes]:
    if found.startswith("http"):
        start("303 See Other", [("Location", found)])
        return [b""]
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    page = f"<!doctype html><title>Fake Stripe</title><style>{_STYLE}</style>{found}"
    return [page.encode()]


def complete(state: State, ident: str, given: dict[str, Any]) -> str:
    """Pay, or begin the trial; the address to go on to. A declined card stays on the page."""
    session = state.get("checkout_session", ident)
    if session["status"] != "open":
        return str(session["success_url"])
    customer = state.get("customer", session["customer"])
    card = given.get("card", "good")
    trial = session["_asked"].get("trial_period_days")
    if card == "bad" or (card == "none" and not trial):
        return _pay(state, ident, "Your card was declined.")
    customer["_card"] = "good" if card == "good" else None
    behaviour = (session["_asked"].get("trial_settings") or {}).get("end_behavior") or {}
    subscription = subscriptions.begin(
        state,
        customer,
        session["_price"],
        session["_quantity"],
        trial_days=trial,
        without_card=behaviour.get("missing_payment_method", "create_invoice"),
        coupon=_coupon(state, given.get("code", "")),
        metadata=session["_asked"].get("metadata"),
    )
    session |= {
        "status": "complete",
        "payment_status": "no_payment_required" if trial else "paid",
        "subscription": subscription["id"],
        "invoice": subscription["latest_invoice"],
    }
    state.tell("checkout.session.completed", session)
    return str(session["success_url"])


def manage(state: State, ident: str, given: dict[str, Any]) -> str:
    """What was clicked on the portal's page."""
    session = state.get("portal_session", ident)
    customer = state.get("customer", session["customer"])
    wanted = given.get("do", "")
    for subscription in _live(state, customer):
        if wanted in ("cancel", "resume"):
            subscription["cancel_at_period_end"] = wanted == "cancel"
            state.tell("customer.subscription.updated", subscription)
    if wanted in ("good", "bad"):
        customer["_card"] = wanted
        state.tell("customer.updated", customer)
    if wanted == "good":
        for invoice in state.all("invoice"):
            if invoice["customer"] == customer["id"] and money.try_to_pay(state, invoice):
                subscriptions.settle(state, invoice)
    return str(session["return_url"]) if wanted else _portal(state, ident)


def _live(state: State, customer: Object) -> list[Object]:
    return [
        one
        for one in state.all("subscription")
        if one["customer"] == customer["id"] and one["status"] not in subscriptions.ENDED
    ]


def _coupon(state: State, code: str) -> Object | None:
    for one in state.all("promotion_code"):
        if code and one["code"] == code and one["active"]:
            return state.get("coupon", one["promotion"]["coupon"])
    return None


def _pay(state: State, ident: str, problem: str = "") -> str:
    session = state.get("checkout_session", ident)
    price, quantity = session["_price"], session["_quantity"]
    trial = session["_asked"].get("trial_period_days")
    total = f"{price['unit_amount'] * quantity / 100:.2f} {price['currency'].upper()}"
    cards = "".join(f'<option value="{key}">{text}</option>' for key, text in _CARDS.items())
    free = f"<p>The first {trial} days are free.</p>" if trial else ""
    return (
        f"<h1>Pay {escape(total)} a {escape(price['recurring']['interval'])}</h1>"
        f"<p>{quantity} seats. This is not Stripe, and no money moves.</p>{free}"
        f'<p role="alert">{escape(problem)}</p><form method="post">'
        f'<p><label>Card <select name="card">{cards}</select></label></p>'
        '<p><label>Promotion code <input name="code"></label></p>'
        f"<button>{'Start trial' if trial else 'Pay'}</button></form>"
        f'<p><a href="{escape(session["cancel_url"] or "/")}">Back</a></p>'
    )


def _portal(state: State, ident: str) -> str:
    session = state.get("portal_session", ident)
    customer = state.get("customer", session["customer"])
    buttons = "".join(
        f'<p><button name="do" value="{key}">{text}</button></p>'
        for key, text in {
            "good": "Use a card that works, and pay what is open",
            "bad": "Use a card that is declined",
            "cancel": "Cancel at the end of the period",
            "resume": "Do not cancel",
        }.items()
    )
    return (
        f"<h1>{escape(customer['name'] or '')}</h1><p>This is not Stripe.</p>"
        f'<form method="post">{buttons}</form>'
        f'<p><a href="{escape(session["return_url"] or "/")}">Back</a></p>'
    )
