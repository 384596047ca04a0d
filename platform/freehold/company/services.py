"""Changing what the company says of itself. Whoever calls has asked whether the actor may."""

import hashlib
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import IO, Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold import epoch
from freehold.audit import services as audit
from freehold.company.locales import is_currency, is_locale
from freehold.company.logos import drawn_anew
from freehold.company.models import Company
from freehold.company.selectors import company
from freehold.errors import FieldError, Invalid
from freehold.identity.actor import Actor
from freehold.text import one_line

MOST_CURRENCIES = 40
#: Characters of each part at most.
ADDRESS_PARTS = {"street": 300, "postal_code": 20, "city": 120, "region": 120, "country": 2}


@transaction.atomic
def change_company(values: Mapping[str, Any], *, actor: Actor) -> None:
    """Change what is given; Invalid names everything that is wrong with it."""
    row = _row()
    checked = _checked(values, row)
    before = {name: getattr(row, name) for name in checked}
    changes = {name: [before[name], new] for name, new in checked.items() if before[name] != new}
    if not changes:
        return
    for name, (_old, new) in changes.items():
        setattr(row, name, new)
    _save(row, actor, changes)


@transaction.atomic
def set_logo(file: IO[bytes], size: int, *, actor: Actor) -> None:
    """Show this picture where the company is named."""
    out = BytesIO()
    drawn_anew(file, size).save(out, "PNG", optimize=True)
    row = _row()
    before, row.logo = row.logo_digest, out.getvalue()
    row.logo_digest = hashlib.sha256(row.logo).hexdigest()[:16]
    _save(row, actor, {"logo": [before or None, row.logo_digest]})


@transaction.atomic
def remove_logo(*, actor: Actor) -> None:
    row = _row()
    if row.logo is None:
        return
    before, row.logo, row.logo_digest = row.logo_digest, None, ""
    _save(row, actor, {"logo": [before, None]})


def checked_places(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of currency, locale and time zone those that are given; `Invalid` names what can't be used.

    For a company that has no schema yet.
    """
    checked, errors = _each_checked(values, ("currency", "locale", "time_zone"))
    if errors:
        raise Invalid(" ".join(error.message for error in errors), errors=errors)
    return checked


def _row() -> Company:
    found = Company.objects.select_for_update().first()
    if found is not None:
        return found
    facts = company()
    return Company(
        name=facts.name,
        locale=facts.locale,
        time_zone=facts.time_zone,
        currency=facts.currency,
    )


def _save(row: Company, actor: Actor, changes: Mapping[str, Any]) -> None:
    row.updated_at = timezone.now()
    row.save()
    epoch.bump()
    audit.record(
        actor=actor,
        action="company.updated",
        object="company",
        record_name=row.name,
        changes=changes,
    )


def _checked(values: Mapping[str, Any], row: Company) -> dict[str, Any]:
    checked, errors = _each_checked(values, tuple(_CHECKS))
    if errors:
        raise Invalid(_("The company can't be saved like this."), errors=errors)
    own = checked.get("currency", row.currency)
    others = checked.get("currencies", row.currencies)
    if own in others or "currency" in checked:
        former = [row.currency] if own != row.currency and row.currency not in others else []
        checked["currencies"] = [code for code in [*others, *former] if code != own]
    return checked


def _each_checked(
    values: Mapping[str, Any], names: tuple[str, ...]
) -> tuple[dict[str, Any], list[FieldError]]:
    checked: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name in names:
        if name in values:
            try:
                checked[name] = _CHECKS[name](values[name])
            except _WrongParts as problem:
                errors += [
                    FieldError(f"{name}.{part}", "invalid", text)
                    for part, text in problem.parts.items()
                ]
            except ValueError as problem:
                errors.append(FieldError(name, "invalid", str(problem)))
    return checked, errors


def _name(value: Any) -> str:
    text = one_line(str(value or ""))
    if not text or len(text) > 200:
        raise ValueError(_("Give a name of up to 200 characters."))
    return text


class _WrongParts(ValueError):
    """What is wrong with each part of a value, by the part's name."""

    def __init__(self, parts: dict[str, str]) -> None:
        super().__init__(" ".join(parts.values()))
        self.parts = parts


def _address(value: Any) -> dict[str, str]:
    found = {part: str((value or {}).get(part) or "").strip() for part in ADDRESS_PARTS}
    wrong = {
        part: _("At most %(most)s characters fit here.") % {"most": most}
        for part, most in ADDRESS_PARTS.items()
        if len(found[part]) > most
    }
    if found["country"] and not re.fullmatch(r"[A-Z]{2}", found["country"]):
        wrong["country"] = _("Name the country by its two letters, such as DE.")
    if wrong:
        raise _WrongParts(wrong)
    return found


def _locale(value: Any) -> str:
    if not is_locale(value):
        raise ValueError(_("Choose a language that Freehold speaks, such as en-GB or de."))
    return str(value)


def _time_zone(value: Any) -> str:
    if value not in available_timezones():
        raise ValueError(_("Choose a time zone of the IANA list, such as Europe/Berlin."))
    return str(value)


def _currency(value: Any) -> str:
    if not is_currency(value):
        raise ValueError(_("Choose a currency by its three letters, such as EUR."))
    return str(value)


def _currencies(value: Any) -> list[str]:
    found = list(dict.fromkeys(_currency(one) for one in value or ()))
    if len(found) > MOST_CURRENCIES:
        raise ValueError(_("Use at most %(count)s currencies.") % {"count": MOST_CURRENCIES})
    return found


def _number(lowest: int, highest: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(_("Give a whole number."))
        if not lowest <= value <= highest:
            raise ValueError(
                _("Give a number from %(lowest)s to %(highest)s.")
                % {"lowest": lowest, "highest": highest}
            )
        return value

    return check


def _accent(value: Any) -> str:
    text = str(value or "").strip().lower()
    if text and not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(_("Give a colour as #rrggbb, or nothing for Freehold's own."))
    return text


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "address": _address,
    "locale": _locale,
    "time_zone": _time_zone,
    "currency": _currency,
    "currencies": _currencies,
    "first_weekday": _number(1, 7),
    "fiscal_month": _number(1, 12),
    "accent": _accent,
}
