"""The company as the API shows it, and the rates that were entered."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_core.access.policy import policy_for
from freehold.company.models import ExchangeRate
from freehold.company.selectors import CompanyFacts, company
from freehold.errors import NotFound
from freehold.identity.actor import Actor

PAGE = 200


def shown_company() -> dict[str, Any]:
    """Everybody who is signed in may know it."""
    facts = company()
    return {
        "name": facts.name,
        "address": dict(facts.address),
        "locale": facts.locale,
        "time_zone": facts.time_zone,
        "currency": facts.currency,
        "currencies": list(facts.currencies),
        "first_weekday": facts.first_weekday,
        "fiscal_month": facts.fiscal_month,
        "accent": facts.accent,
        "logo": _logo_address(facts),
    }


def public_company() -> dict[str, str]:
    """What anybody may see before signing in: name, colour, logo, languages."""
    facts = company()
    return {
        "name": facts.name,
        "accent": facts.accent,
        "logo": _logo_address(facts) or "",
        "locale": facts.locale,
    }


def _logo_address(facts: CompanyFacts) -> str | None:
    return f"/api/v1/company/logo/?v={facts.logo}" if facts.logo else None


def rates(
    *, actor: Actor, currency: str = "", after: UUID | None = None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """Rates to the company's currency, the latest days first; everybody may know them."""
    policy_for(actor)
    found = ExchangeRate.objects.filter(base=company().currency)
    if currency:
        found = found.filter(currency=currency)
    if after is not None:
        last = ExchangeRate.objects.filter(id=after).first()
        if last is None:
            raise NotFound(_("There is no such rate."))
        found = found.filter(Q(day__lt=last.day) | Q(day=last.day, currency__gt=last.currency))
    page = list(found.order_by("-day", "currency")[: PAGE + 1])
    following = page[PAGE - 1].id if len(page) > PAGE else None
    return [shown_rate(one) for one in page[:PAGE]], following


def shown_rate(one: ExchangeRate) -> dict[str, Any]:
    text = f"{one.rate:f}"
    return {
        "id": str(one.id),
        "currency": one.currency,
        "base": one.base,
        "day": one.day,
        "rate": text.rstrip("0").rstrip(".") if "." in text else text,
    }
