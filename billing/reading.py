"""Stripe's objects, as far as Freehold reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog

from billing.choices import ENDED, LIVE
from billing.models import PlanPrice

Object = dict[str, Any]
log = structlog.get_logger(__name__)

#: In the metadata of what we make at Stripe: whose it is.
TENANT = "freehold_tenant"
PLAN = "freehold_plan"


@dataclass(frozen=True, slots=True)
class Found:
    """A customer's subscription; `status` is empty where there never was one."""

    subscription: str = ""
    item: str = ""
    status: str = ""
    plan: str = ""
    interval: str = ""
    currency: str = ""
    quantity: int = 0
    period_end: datetime | None = None
    trial_end: datetime | None = None
    cancel_at_period_end: bool = False
    ended_because: str = ""

    @property
    def is_live(self) -> bool:
        return self.status in LIVE


def chosen(subscriptions: Iterable[Object], tenant_id: str) -> Found:
    """The one that counts: the best that is live, else the newest. One of another tenant: none."""
    own = [one for one in subscriptions if _is_of(one, tenant_id)]
    live = [one for one in own if one["status"] not in ENDED]
    if len(live) > 1:
        log.warning("billing.several_subscriptions", tenant=tenant_id, count=len(live))
    best = min(live, key=_rank, default=None) or max(own, key=_age, default=None)
    return Found() if best is None else read(best)


def read(one: Object) -> Found:
    """The period stands on the item; in recordings of before 2025, on the subscription itself."""
    item = one["items"]["data"][0]
    price = item["price"]
    details = one.get("cancellation_details") or {}
    return Found(
        subscription=one["id"],
        item=item["id"],
        status=one["status"],
        plan=_plan_of(price),
        interval=(price.get("recurring") or {})["interval"],
        currency=price["currency"],
        quantity=item.get("quantity") or 0,
        period_end=moment(item.get("current_period_end") or one.get("current_period_end")),
        trial_end=moment(one.get("trial_end")),
        cancel_at_period_end=bool(one.get("cancel_at_period_end")),
        ended_because=details.get("reason") or "",
    )


def moment(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), tz=UTC) if seconds else None


def _plan_of(price: Object) -> str:
    known = PlanPrice.objects.filter(price=price["id"]).first()
    return known.plan if known else str((price.get("metadata") or {}).get(PLAN, ""))


def _is_of(one: Object, tenant_id: str) -> bool:
    claimed = (one.get("metadata") or {}).get(TENANT, tenant_id)
    if claimed != tenant_id:
        log.error("billing.foreign_subscription", subscription=one["id"], tenant=tenant_id)
    return bool(claimed == tenant_id)


def _rank(one: Object) -> tuple[int, int]:
    place = LIVE.index(one["status"]) if one["status"] in LIVE else len(LIVE)
    return place, -int(one["created"])


def _age(one: Object) -> int:
    return int(one["created"])
