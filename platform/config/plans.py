"""The plans that an installation with Stripe offers, as they ship.

Prices are per seat, in the currency's minor units (1900 is EUR 19.00), by interval. A limit of
None is none. Operators change plans here, or for one tenant in the console; `manage.py billing
sync-plans` brings the prices to Stripe. Every plan does everything that the product does, but for
the named `features`, and even those only hinder making something new: nobody is locked out of what
they made under another plan.
"""

from typing import Any, Final

_GB: Final = 10**9
_EVERY_FEATURE: Final = ("api_keys", "custom_objects", "webhooks")

#: The plan of a tenant whose subscription ended, and of one that never had any.
PLAN_WITHOUT_SUBSCRIPTION: Final = "free"

PLANS: Final[dict[str, dict[str, Any]]] = {
    "free": {
        "name": "Free",
        "prices": {},
        "trial_days": 0,
        "features": ("api_keys",),
        "limits": {
            "seats": 3,
            "records": 2_500,
            "storage_bytes": _GB,
            "requests_per_minute": 600,
            "jobs_in_flight": 2,
            "mails_per_day": 100,
        },
    },
    "team": {
        "name": "Team",
        "prices": {
            "month": {"eur": 1900, "usd": 2100},
            "year": {"eur": 19000, "usd": 21000},
        },
        "trial_days": 14,
        "features": _EVERY_FEATURE,
        "limits": {
            "seats": 50,
            "records": 250_000,
            "storage_bytes": 50 * _GB,
            "requests_per_minute": 6_000,
            "jobs_in_flight": 8,
            "mails_per_day": 5_000,
        },
    },
    "business": {
        "name": "Business",
        "prices": {
            "month": {"eur": 3900, "usd": 4300},
            "year": {"eur": 39000, "usd": 43000},
        },
        "trial_days": 14,
        "features": _EVERY_FEATURE,
        "limits": {
            "seats": None,
            "records": 5_000_000,
            "storage_bytes": 500 * _GB,
            "requests_per_minute": 30_000,
            "jobs_in_flight": 24,
            "mails_per_day": 50_000,
        },
    },
}
