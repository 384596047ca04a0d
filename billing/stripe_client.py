"""The one way to Stripe: the SDK's client, and its errors as refusals that people understand."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe
import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from stripe import StripeClient

from freehold.errors import Conflict, Unavailable

log = structlog.get_logger(__name__)

_SECONDS = 20
_RETRIES = 2


def client() -> StripeClient:
    """Raises `Conflict` on an installation without a key."""
    if not settings.STRIPE_SECRET_KEY:
        raise Conflict(_("This installation does not bill: it has no Stripe key."))
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API)


@lru_cache(maxsize=4)
def _client(key: str, address: str) -> StripeClient:
    stripe.enable_telemetry = False
    return StripeClient(
        key,
        base_addresses={"api": address} if address else None,
        max_network_retries=0 if address else _RETRIES,
        http_client=stripe.RequestsClient(timeout=_SECONDS),
    )


def is_live() -> bool:
    """The key moves real money; events of the other mode are none of ours."""
    return bool(settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_")))


@contextmanager
def asking_stripe() -> Iterator[StripeClient]:
    """Stripe's refusals in our words. What it says to developers goes to the log alone."""
    try:
        yield client()
    except stripe.CardError as error:
        raise Conflict(
            _("The payment was declined (%(reason)s). Use another card under “Manage payment”.")
            % {"reason": error.code or "card_declined"}
        ) from error
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        log.warning("stripe.unreachable", error=type(error).__name__)
        raise Unavailable(_("Stripe does not answer right now. Try again in a moment.")) from error
    except stripe.StripeError as error:
        log.error("stripe.refused", error=type(error).__name__, code=error.code, param=_at(error))
        raise Conflict(
            _("Stripe refused this. The operators of this installation find the reason in the log.")
        ) from error


def _at(error: stripe.StripeError) -> str:
    return str(getattr(error, "param", "") or "")
