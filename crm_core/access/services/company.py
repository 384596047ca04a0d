"""The company and its rates, as those who manage settings change them."""

import csv
import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from uuid import UUID

from babel.dates import format_date
from babel.numbers import format_decimal
from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.access.services.ceilings import require_settings
from freehold import epoch
from freehold.audit import services as audit
from freehold.company import rates, services
from freehold.company.locales import is_currency
from freehold.company.models import ExchangeRate
from freehold.company.selectors import company
from freehold.errors import Conflict, FieldError, Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.identity.languages import locale_of_user
from freehold.text import grouped

MOST_AT_ONCE = 5000
_MOST_RATE = Decimal(10) ** 10
_LEAST_RATE = Decimal(10) ** -10
#: Days outside are slips of the keyboard: a rate for 2126 would never count.
_FIRST_DAY = datetime.date(1970, 1, 1)
_AHEAD = datetime.timedelta(days=366)
#: A rate's day and currency.
_Place = tuple[datetime.date, str]


def change_company(values: Mapping[str, Any], *, actor: Actor) -> None:
    require_settings(actor)
    services.change_company(values, actor=actor)


def set_logo(file: IO[bytes], size: int, *, actor: Actor) -> None:
    require_settings(actor)
    services.set_logo(file, size, actor=actor)


def remove_logo(*, actor: Actor) -> None:
    require_settings(actor)
    services.remove_logo(actor=actor)


def set_rates(given: Sequence[Mapping[str, Any]], *, actor: Actor, replace: bool = True) -> int:
    """Enter rates; one of the same currency and day is replaced. How many there were.

    Without `replace` a Conflict says how many days have another rate already, and which first.
    All or none: Invalid names every row that is wrong, from 0 on.
    """
    require_settings(actor)
    if not given or len(given) > MOST_AT_ONCE:
        raise Invalid.at(
            "rates", "invalid", _("Give 1 to %(most)s rates at once.") % {"most": MOST_AT_ONCE}
        )
    base = company().currency
    errors, rows = [], {}
    for index, one in enumerate(given):
        try:
            row = _row(one, base)
            rows[row.currency, row.day] = row
        except Invalid as problem:
            errors += [
                FieldError(f"rates.{index}.{wrong.field}", wrong.code, wrong.message)
                for wrong in problem.errors
            ]
    if errors:
        raise Invalid(_("Some rates can't be read. None was entered."), errors=errors[:100])
    _store(list(rows.values()), actor, replace)
    return len(rows)


def delete_rate(rate_id: UUID, *, actor: Actor) -> None:
    require_settings(actor)
    with transaction.atomic():
        found = ExchangeRate.objects.filter(id=rate_id).first()
        if found is None:
            raise NotFound(_("There is no such rate."))
        found.delete()
        _tell(actor, "deleted", {_place(found): [found.rate, None]})


def read_csv(text: str) -> list[dict[str, Any]]:
    """Rates from a file: a head with day, currency and rate, in any order."""
    try:
        dialect = csv.Sniffer().sniff(text[:2000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = csv.DictReader(text.lstrip("\ufeff").splitlines(), dialect=dialect)
    heads = {(head or "").strip().lower(): head for head in rows.fieldnames or ()}
    if not {"day", "currency", "rate"} <= set(heads):
        raise Invalid.at(
            "file", "invalid", _("The first line must name the columns day, currency and rate.")
        )
    return [
        {name: (row[heads[name]] or "").strip() for name in ("day", "currency", "rate")}
        for row in rows
    ]


def _row(one: Mapping[str, Any], base: str) -> ExchangeRate:
    currency = str(one.get("currency") or "").strip().upper()
    if not is_currency(currency):
        raise Invalid.at("currency", "invalid", _("Choose a currency by its three letters."))
    if currency == base:
        message = _("%(currency)s is the company's own currency: its rate is 1.")
        raise Invalid.at("currency", "own", message % {"currency": currency})
    day = _day(one.get("day"))
    return ExchangeRate(currency=currency, base=base, day=day, rate=_rate(one.get("rate")))


def _day(given: Any) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(str(given or ""))
    except ValueError as problem:
        message = _("Give the day as year-month-day, such as 2026-01-31.")
        raise Invalid.at("day", "invalid", message) from problem
    latest = rates.today() + _AHEAD
    if not _FIRST_DAY <= day <= latest:
        message = _("Give a day from %(first)s to %(latest)s, a year from now.")
        raise Invalid.at(
            "day", "too_far", message % {"first": _FIRST_DAY, "latest": latest.isoformat()}
        )
    return day


def _rate(given: Any) -> Decimal:
    text = str(given if given is not None else "").strip()
    try:
        value = Decimal(text.replace(",", ".") if text.count(",") == 1 else text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Invalid.at("rate", "invalid", _("Give the rate as a number, such as 0.92."))
    if value < _LEAST_RATE:
        message = _("Give a rate above zero, such as 0.92; the smallest is 0.0000000001.")
        raise Invalid.at("rate", "too_small", message)
    if value > _MOST_RATE:
        message = _("Give a rate of at most 10,000,000,000.")
        raise Invalid.at("rate", "too_large", message)
    return round(value, 12)


@transaction.atomic
def _store(rows: list[ExchangeRate], actor: Actor, replace: bool) -> None:
    former: dict[_Place, Decimal] = {
        _place(one): one.rate
        for one in ExchangeRate.objects.filter(
            base=company().currency,
            currency__in={row.currency for row in rows},
            day__in={row.day for row in rows},
        )
    }
    if not replace:
        _refuse_held(
            {place: former[place] for row in rows
             if (place := _place(row)) in former and former[place] != row.rate},
            actor,
        )  # fmt: skip
    ExchangeRate.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["base", "currency", "day"],
        update_fields=["rate", "created_at"],
    )
    used = company().currencies
    fresh = sorted({row.currency for row in rows} - set(used))
    if fresh:
        services.change_company({"currencies": [*used, *fresh]}, actor=actor)
    _tell(actor, "set", {_place(row): [former.get(_place(row)), row.rate] for row in rows})


def _refuse_held(held: Mapping[_Place, Decimal], actor: Actor) -> None:
    if not held:
        return
    (day, currency), rate = min(held.items())
    locale = locale_of_user(actor.user_id)
    one = {
        "currency": currency,
        "rate": format_decimal(rate, locale=locale, decimal_quantization=False),
        "day": format_date(day, locale=locale),
    }
    if len(held) == 1:
        raise Conflict(
            _("%(currency)s has a rate of %(rate)s from %(day)s by now: it was not replaced.") % one
        )
    message = _(
        "%(count)s days have another rate by now, the first of them %(currency)s %(rate)s from"
        " %(day)s: nothing was entered."
    )
    raise Conflict(message % {"count": grouped(len(held)), **one})


def _place(rate: ExchangeRate) -> _Place:
    return rate.day, rate.currency


def _tell(actor: Actor, verb: str, changes: Mapping[_Place, Sequence[Decimal | None]]) -> None:
    """The latest hundred: each with what it was before and is now."""
    epoch.bump()
    audit.record(
        actor=actor,
        action=f"company.rates.{verb}",
        object="exchange-rates",
        record_name=", ".join(sorted({currency for _day, currency in changes}))[:200],
        changes={
            f"{day} {currency}": [
                None if rate is None else f"{rate.normalize():f}" for rate in both
            ]
            for (day, currency), both in sorted(changes.items())[-100:]
        },
    )
