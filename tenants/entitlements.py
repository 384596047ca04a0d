"""What a tenant's plan entitles it to: the one place that is asked for limits and features.

The tenant's row says the plan and what operators granted it besides (`limits`); both travel with
the tenant's context, so asking costs nothing. Without a Stripe key every tenant has the built-in
plan, which has no limit but the installation's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from freehold.context import TenantContext, current_tenant
from freehold.errors import Problem
from freehold.identity.actor import Actor
from freehold.text import grouped
from tenants import usage

BUILT_IN: Final = "built_in"
#: Where people choose a plan.
BILLING_PAGE: Final = "/settings/billing"

#: Every limit, and what people call it.
LIMITS: Final[Mapping[str, Any]] = {
    "seats": gettext_lazy("Active users"),
    "records": gettext_lazy("Records"),
    "storage_bytes": gettext_lazy("Files"),
    "requests_per_minute": gettext_lazy("API calls a minute"),
    "jobs_in_flight": gettext_lazy("Jobs at the same time"),
    "mails_per_day": gettext_lazy("E-mails a day"),
}
#: Every feature that a plan may go without. Asked where something new is made, never to use it.
FEATURES: Final[Mapping[str, Any]] = {
    "api_keys": gettext_lazy("API keys"),
    "custom_objects": gettext_lazy("Objects of your own"),
    "webhooks": gettext_lazy("Webhooks"),
}

#: What is said when one of these is full; the others are kept where they count.
_FULL: Final[Mapping[str, Any]] = {
    "seats": gettext_lazy("This workspace has room for %(most)s active users and has %(used)s."),
    "records": gettext_lazy(
        "This workspace has room for %(most)s records and holds %(used)s, the Trash included."
    ),
    "storage_bytes": gettext_lazy(
        "The files of this workspace may fill %(most)s MB and fill %(used)s MB. Remove some that "
        "nobody needs, or get more room."
    ),
    "mails_per_day": gettext_lazy(
        "This workspace may send %(most)s e-mails a day and has sent %(used)s. From midnight UTC "
        "on it may send others; mails for signing in are always sent."
    ),
}
#: As plans count it: 1 GB is 1,000 MB.
_MB: Final = 1_000_000


class LimitReached(Problem):
    """More than the plan has room for. `limit`, `used`, `most` and `wanted` say what is short,
    `way_up` where a larger plan is chosen, if you may."""

    status = 403
    code = "limit_reached"
    title = gettext_noop("The workspace's plan has no room for this")


class NotInPlan(Problem):
    """The plan goes without this. `feature` says what, `way_up` where another is chosen."""

    status = 403
    code = "not_in_plan"
    title = gettext_noop("The workspace's plan does not include this")


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as settings describe it; a limit of None is none, an absent one too."""

    key: str
    name: str
    limits: Mapping[str, int | None] = field(default_factory=dict)
    features: frozenset[str] = frozenset()
    #: By interval (`month`, `year`) and currency: the price of a seat in minor units.
    prices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    trial_days: int = 0


@dataclass(frozen=True, slots=True)
class Entitlements:
    """What one tenant may: its plan, and what operators granted or withheld besides."""

    plan: Plan
    granted: Mapping[str, Any]

    def limit(self, name: str) -> int | None:
        """The most there may be; None for no limit."""
        if name not in LIMITS:
            raise KeyError(f"There is no limit “{name}”: see tenants.entitlements.LIMITS.")
        if name in self.granted:
            most: int | None = self.granted[name]
            return most
        return self.plan.limits.get(name)

    def has(self, feature: str) -> bool:
        if feature not in FEATURES:
            raise KeyError(f"There is no feature “{feature}”: see tenants.entitlements.FEATURES.")
        granted = self.granted.get("features", {})
        return bool(granted.get(feature, feature in self.plan.features))

    def as_json(self) -> dict[str, Any]:
        return {
            "plan": self.plan.key,
            "plan_name": self.plan.name,
            "limits": {name: self.limit(name) for name in LIMITS},
            "features": [name for name in FEATURES if self.has(name)],
            "billing": billing_is_on() and self.plan.key != BUILT_IN,
        }


def billing_is_on() -> bool:
    """The installation has a Stripe key: plans have prices and limits."""
    return bool(settings.STRIPE_SECRET_KEY)


def offered() -> dict[str, Plan]:
    """The plans of this installation, cheapest first; empty without a Stripe key."""
    if not billing_is_on():
        return {}
    return {key: _plan(key, values) for key, values in settings.PLANS.items()}


def first_plan() -> str:
    """The plan of a new tenant: where plans have prices, one that costs nothing."""
    return str(settings.PLAN_WITHOUT_SUBSCRIPTION) if billing_is_on() else "team"


def plan_named(key: str) -> Plan:
    """The plan; one that is not offered any more counts as the plan without a subscription."""
    if not billing_is_on():
        return built_in()
    plans = settings.PLANS
    known = key if key in plans else settings.PLAN_WITHOUT_SUBSCRIPTION
    return _plan(known, plans[known])


def built_in() -> Plan:
    """Everything, bounded only by what the installation's settings bound for everybody."""
    return _built_in(_("Built-in"), int(settings.FILES_MAX_BYTES))


@cache
def _built_in(name: str, storage_bytes: int) -> Plan:
    return Plan(BUILT_IN, name, {"storage_bytes": storage_bytes}, frozenset(FEATURES))


def entitlements_of(tenant: TenantContext) -> Entitlements:
    plan = built_in() if tenant.is_operators else plan_named(tenant.plan)
    return Entitlements(plan, tenant.limits)


def entitled() -> Entitlements:
    """What the active tenant may."""
    return entitlements_of(current_tenant())


def require(feature: str, *, actor: Actor | None = None) -> None:
    """`NotInPlan` when the active tenant's plan goes without the feature."""
    if not entitled().has(feature):
        raise NotInPlan(
            _("The plan “%(plan)s” goes without: %(feature)s. %(way_up)s")
            % {
                "plan": entitled().plan.name,
                "feature": FEATURES[feature],
                "way_up": _told_way_up(actor),
            },
            extra={"feature": feature, "way_up": _way_up(actor)},
        )


def require_room(limit: str, wanted: int = 1, *, actor: Actor | None = None) -> None:
    """`LimitReached` unless the active tenant has room for `wanted` more of what is limited.

    Call it inside the transaction that fills the room: seats are then given to one at a time.
    """
    most = entitled().limit(limit)
    if most is None or wanted <= 0:
        return
    used = usage.taken(limit, wanted, most)
    if used + wanted <= most:
        return
    unit = _unit(limit)
    told = str(_FULL[limit]) % {"most": grouped(most // unit), "used": grouped(-(-used // unit))}
    raise LimitReached(
        f"{told} {_told_way_up(actor)}",
        extra={
            "limit": limit,
            "used": used,
            "most": most,
            "wanted": wanted,
            "way_up": _way_up(actor),
        },
    )


def amount(limit: str, number: int) -> str:
    """So much of what is limited, as people read it: files in MB, rounded up."""
    unit = _unit(limit)
    told = grouped(-(-number // unit))
    return f"{told} MB" if unit == _MB else told


def _unit(limit: str) -> int:
    return _MB if limit.endswith("_bytes") else 1


def take_mail() -> bool:
    """Whether the active tenant may send one more notification today; it then counts as sent.

    Mails for signing in, of passwords and of security ask nobody.
    """
    most = entitled().limit("mails_per_day")
    sent = usage.count_mails(1)
    if most is None or sent <= most:
        return True
    usage.count_mails(-1)
    return False


def usage_list(*, measured: bool = True) -> list[dict[str, Any]]:
    """Every limit with what the active tenant uses of it; what is not measured is None."""
    return [
        {
            "limit": name,
            "label": str(label),
            "unit": "bytes" if name.endswith("_bytes") else "count",
            "most": entitled().limit(name),
            "used": usage.in_use(name) if measured else None,
        }
        for name, label in LIMITS.items()
    ]


def feature_list() -> list[dict[str, Any]]:
    return [
        {"feature": name, "label": str(label), "included": entitled().has(name)}
        for name, label in FEATURES.items()
    ]


def register_buyers(may_buy: Callable[[Actor], bool]) -> None:
    """Who may choose a plan; the CRM's roles know."""
    _buyers()["ask"] = may_buy


@cache
def _buyers() -> dict[str, Callable[[Actor], bool]]:
    return {}


def _may_buy(actor: Actor | None) -> bool:
    return actor is not None and "ask" in _buyers() and _buyers()["ask"](actor)


def _way_up(actor: Actor | None) -> str | None:
    return BILLING_PAGE if billing_is_on() and _may_buy(actor) else None


def _told_way_up(actor: Actor | None) -> str:
    if not _may_buy(actor):
        return _("Ask an administrator of your workspace.")
    if billing_is_on():
        return _("Choose a larger plan under Settings, Billing.")
    return _("Ask whoever runs this installation for more.")


def _plan(key: str, values: Mapping[str, Any]) -> Plan:
    return Plan(
        key=key,
        name=values["name"],
        limits=values["limits"],
        features=frozenset(values["features"]),
        prices=values["prices"],
        trial_days=values["trial_days"],
    )
