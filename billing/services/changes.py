"""Another plan or interval for a subscription that runs, and what it will cost beforehand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.choices import LIVE
from billing.models import Account, PlanPrice
from billing.selectors import price_of
from billing.services.refreshing import refresh_account
from billing.stripe_client import asking_stripe
from freehold.audit.services import record
from freehold.context import current_tenant
from freehold.errors import Conflict
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants import usage
from tenants.context import in_public
from tenants.entitlements import LIMITS, amount, plan_named

_CHANGEABLE = ("active", "trialing", "past_due")
_PER_YEAR = {"month": 12, "year": 1}


@dataclass(frozen=True, slots=True)
class Preview:
    """`due_now` is charged at once; `next_total` is the next invoice, on `next_at`."""

    due_now: int
    next_total: int
    next_at: datetime | None
    currency: str
    lines: list[dict[str, Any]]
    at: int


def preview_change(*, actor: Actor, plan: str, interval: str) -> Preview:
    """What changing to the plan would cost, by Stripe's own reckoning; nothing is changed."""
    tenant_id, seats = current_tenant().id, _seats()
    at = int(timezone.now().timestamp())
    with in_public():
        account = _subscribed(tenant_id)
        price = price_of(plan, interval, account.currency)
        how = _how(account, price)
        now = _invoice(account, price, seats, how, at) if how == "always_invoice" else None
        later = _invoice(account, price, seats, "create_prorations", at)
    shown = now or later
    due = 0 if now is None or account.status == "trialing" else int(now["total"])
    ongoing = price.amount * seats
    return Preview(
        due_now=due,
        next_total=ongoing if now else int(later["total"]),
        next_at=account.period_end,
        currency=price.currency,
        lines=[
            {"text": one["description"] or "", "amount": int(one["amount"])}
            for one in shown["lines"]["data"]
        ],
        at=at,
    )


def change_plan(*, actor: Actor, plan: str, interval: str, at: int | None = None) -> None:
    """Change now. A dearer plan is paid at once or not given; a cheaper one is credited.

    `at` is the preview's time, so that its amounts hold. Refused when the cheaper plan has no room
    for what is in use.
    """
    tenant, seats = current_tenant(), _seats()
    _refuse_too_small(plan)
    with in_public():
        account = _subscribed(tenant.id)
        price = price_of(plan, interval, account.currency)
        former = f"{account.plan}/{account.interval}"
        with transaction.atomic():
            account = Account.objects.select_for_update().get(id=account.id)
            _ask_for(account, price, seats, at)
        refresh_account(account.id, actor=actor)
    record(
        actor=actor,
        action="billing.plan_chosen",
        object="billing",
        record_id=tenant.id,
        record_name=tenant.name,
        changes={"plan": [former, f"{plan}/{interval}"]},
    )


def _ask_for(account: Account, price: PlanPrice, seats: int, at: int | None) -> None:
    wanted: Any = {
        "items": [{"id": account.item, "price": price.price, "quantity": seats}],
        "proration_behavior": _how(account, price),
        "payment_behavior": "error_if_incomplete",
        "cancel_at_period_end": False,
    }
    if at is not None and account.status != "trialing":
        wanted["proration_date"] = at
    with asking_stripe() as stripe:
        stripe.v1.subscriptions.update(account.subscription, wanted)


def _subscribed(tenant_id: Any) -> Account:
    account = Account.objects.filter(tenant_id=tenant_id).first()
    if account is None or account.status not in LIVE:
        raise Conflict(_("This workspace has no subscription yet: choose a plan to begin one."))
    if account.status not in _CHANGEABLE:
        raise Conflict(_("Settle the open invoices first, under “Manage payment”."))
    return account


def _seats() -> int:
    return max(1, User.objects.filter(is_active=True).count())


def _how(account: Account, price: PlanPrice) -> str:
    same = PlanPrice.objects.filter(
        plan=account.plan, interval=account.interval, currency=account.currency
    )
    former = same.order_by("-active", "-created_at").first()
    if former is None or _a_year(price) > _a_year(former):
        return "always_invoice"
    return "create_prorations"


def _a_year(price: PlanPrice) -> tuple[int, int]:
    """A year of a plan, by its monthly price: paying by the year is no smaller plan."""
    order = list(_PER_YEAR)
    return price.amount * _PER_YEAR[price.interval], -order.index(price.interval)


def _invoice(account: Account, price: PlanPrice, seats: int, how: str, at: int) -> dict[str, Any]:
    details: dict[str, Any] = {
        "items": [{"id": account.item, "price": price.price, "quantity": seats}],
        "proration_behavior": how,
    }
    if account.status != "trialing":
        details["proration_date"] = at
    wanted: Any = {
        "customer": account.customer,
        "subscription": account.subscription,
        "subscription_details": details,
    }
    with asking_stripe() as stripe:
        found = stripe.v1.invoices.create_preview(wanted)
    return found.to_dict()


def _refuse_too_small(plan: str) -> None:
    for limit, most in plan_named(plan).limits.items():
        used = usage.in_use(limit) if limit not in usage.FLOWING else None
        if used is not None and most is not None and used > most:
            raise Conflict(
                _("The plan “%(plan)s” has room for %(most)s: %(limit)s. In use are %(used)s.")
                % {
                    "plan": plan_named(plan).name,
                    "most": amount(limit, most),
                    "used": amount(limit, used),
                    "limit": LIMITS[limit],
                }
            )
