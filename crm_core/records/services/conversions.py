"""One stored custom value from one type to another, exactly, or with a sentence why it can't."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import Field
from freehold.company.selectors import company
from freehold.text import fold

WORDED = ("text", "longtext", "email", "phone", "url")
CHANGEABLE = frozenset(
    {*WORDED, "integer", "number", "money", "date", "datetime", "boolean", "picklist",
     "multipicklist"}
)  # fmt: skip
_YES = frozenset({"yes", "true", "1", "ja", "wahr", "y", "x"})
_NO = frozenset({"no", "false", "0", "nein", "falsch", "n"})
_PRICE = re.compile(r"(?P<before>[A-Z]{3})?\s*(?P<number>-?\d+(?:\.\d+)?)\s*(?P<after>[A-Z]{3})?\Z")


def converted(old: Field, new: Field, stored: Any) -> Any:
    """The stored form in the new type; ValueError says why there is none."""
    if old.type in WORDED and new.type in WORDED:
        return _kept_form(new, stored)
    found = _INTO.get(new.type, _as_is)(old, new, stored)
    return _kept_form(new, found)


def is_exact(old: Field, new: Field, stored: Any, value: Any) -> bool:
    """Whether going back gives the very value that was there."""
    try:
        return bool(converted(new, old, value) == stored)
    except ValueError:
        return False


def _kept_form(field: Field, value: Any) -> Any:
    parsed = field.parse(value)
    if parsed in (None, "", []):
        raise ValueError(_("There is nothing left of it."))
    return field.kind.store(parsed)


def _as_is(old: Field, new: Field, stored: Any) -> Any:
    return as_text(old, stored)


def as_text(field: Field, stored: Any) -> str:
    """A stored value as people would write it."""
    if field.type == "boolean":
        return "true" if stored else "false"
    if field.type == "money":
        return f"{_whole_units(stored)} {stored['currency']}"
    if field.type == "number":
        return format(Decimal(str(stored)), "f")
    labels = {one.value: str(one.label) for one in field.choices or ()}
    if field.type == "multipicklist":
        return ", ".join(labels.get(one, one) for one in stored)
    return str(labels.get(stored, stored))


def _whole_units(money: dict[str, Any]) -> str:
    digits: int = get_currency_precision(money["currency"])
    return format(Decimal(money["amount"]).scaleb(-digits), "f")


def _number(old: Field, new: Field, stored: Any) -> Any:
    if old.type == "money":
        own = company().currency
        if stored["currency"] != own:
            raise ValueError(_("It is in %(other)s, not in %(own)s.")
                             % {"other": stored["currency"], "own": own})  # fmt: skip
        stored = _whole_units(stored)
    elif old.type in ("date", "datetime", "multipicklist"):
        raise ValueError(_("This is no number."))
    elif old.type == "boolean":
        return int(stored)
    text = as_text(old, stored) if old.type == "picklist" else str(stored)
    if new.type == "integer" and re.fullmatch(r"-?\d+\.0+", text):
        text = text.partition(".")[0]
    return text.strip()


def _money(old: Field, new: Field, stored: Any) -> Any:
    if old.type not in (*WORDED, "picklist", "integer", "number"):
        raise ValueError(_("This is no amount of money."))
    found = _PRICE.match(as_text(old, stored).strip())
    if found is None or (found["before"] and found["after"]):
        raise ValueError(_("Write amounts as 1250.00 or 1250.00 EUR."))
    currency = found["before"] or found["after"] or company().currency
    minor = Decimal(found["number"]).scaleb(get_currency_precision(currency))
    if minor != minor.to_integral_value():
        raise ValueError(_("It has more digits than %(currency)s knows.") % {"currency": currency})
    return {"amount": int(minor), "currency": currency}


def _date(old: Field, new: Field, stored: Any) -> Any:
    if old.type == "datetime":
        moment = datetime.datetime.fromisoformat(stored)
        return moment.astimezone(company().zone).date()
    return as_text(old, stored).strip()


def _datetime(old: Field, new: Field, stored: Any) -> Any:
    if old.type == "date":
        day = datetime.date.fromisoformat(stored)
        return datetime.datetime.combine(day, datetime.time(), company().zone)
    return as_text(old, stored).strip()


def _boolean(old: Field, new: Field, stored: Any) -> Any:
    text = fold(as_text(old, stored)).strip()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError(_("Only yes and no, true and false, 1 and 0 can be told apart."))


def _choice(field: Field, text: str) -> str:
    wanted = fold(text.strip())
    for one in field.choices or ():
        if wanted in (fold(one.value), fold(str(one.label))):
            return one.value
    raise ValueError(_("“%(value)s” is not among the choices.") % {"value": text[:80]})


def _picklist(old: Field, new: Field, stored: Any) -> Any:
    if old.type == "multipicklist":
        if len(stored) != 1:
            raise ValueError(_("It has several values."))
        stored = stored[0]
    elif old.type != "picklist":
        stored = as_text(old, stored)
    return _choice(new, stored)


def _multipicklist(old: Field, new: Field, stored: Any) -> Any:
    if old.type == "picklist":
        return [_choice(new, stored)]
    return [
        _choice(new, part) for part in re.split(r"[,;\n]", as_text(old, stored)) if part.strip()
    ]


_INTO: dict[str, Callable[[Field, Field, Any], Any]] = {
    "integer": _number,
    "number": _number,
    "money": _money,
    "date": _date,
    "datetime": _datetime,
    "boolean": _boolean,
    "picklist": _picklist,
    "multipicklist": _multipicklist,
}
