"""Types of fields: how a value is read, which operators it knows, how it sorts."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from freehold.digits import Digits, written_out

if TYPE_CHECKING:
    from crm_core.records.catalogue.types import Field

COMPARISONS = ("eq", "ne", "in", "nin", "lt", "lte", "gt", "gte", "between", "empty")
TEXT = ("eq", "ne", "in", "nin", "contains", "icontains", "startswith", "empty")
_BIGGEST = 2**63 - 1
#: Decimals of a custom number; what a built-in number's column keeps is fewer.
MOST_DECIMALS = 40
COLUMN_DECIMALS = 6
#: Minor units of one amount, so that thousands of them can be summed up in 64 bits.
MOST_MONEY = 10**15
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_EMAIL = EmailValidator()


@dataclass(frozen=True)
class Kind:
    """A type. `cast` turns the text of a custom value in JSON into a comparable SQL value."""

    name: str
    operators: tuple[str, ...] = TEXT
    sortable: bool = True
    cast: str | None = None
    folded: bool = False
    empty_text: bool = False
    #: What the text of a custom value in JSON is read as where it is computed with.
    sql_type: str = "text"
    default_length: ClassVar[int] = 255

    def parse(self, value: Any, field: "Field") -> Any:
        if value is None:
            return None
        return self.read(value, field)

    def read(self, value: Any, field: "Field") -> Any:
        raise NotImplementedError

    def store(self, value: Any) -> Any:
        """The JSON form of a parsed value, as a custom field keeps it."""
        return value


@dataclass(frozen=True)
class TextKind(Kind):
    folded: bool = True
    empty_text: bool = True
    multiline: bool = False

    def read(self, value: Any, field: "Field") -> str:
        if not isinstance(value, str) or isinstance(value, Digits):
            raise ValueError(_("Enter text."))
        text = value.strip() if not self.multiline else value
        if "\x00" in text:
            raise ValueError(_("This text holds a NUL character, which can't be stored."))
        limit = field.max_length or (100_000 if self.multiline else self.default_length)
        if len(text) > limit:
            raise ValueError(
                _("Use at most %(limit)d characters; this has %(length)d.")
                % {"limit": limit, "length": len(text)}
            )
        return self.check(text)

    def check(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class PhoneKind(TextKind):
    """Kept as written, with the hyphen of the keyboard for what other programs make of it."""

    def check(self, text: str) -> str:
        return _DASH.sub("-", text)


@dataclass(frozen=True)
class EmailKind(TextKind):
    def check(self, text: str) -> str:
        if text:
            try:
                _EMAIL(text)
            except ValidationError as error:
                raise ValueError(
                    _("“%(value)s” is not an e-mail address.") % {"value": text[:80]}
                ) from error
        return text


@dataclass(frozen=True)
class UrlKind(TextKind):
    def check(self, text: str) -> str:
        if not text:
            return text
        try:
            parts = urlsplit(text if "://" in text else f"https://{text}")
            host = parts.hostname
        except ValueError:
            host = None
        if not host or "." not in host or parts.scheme not in {"http", "https"} or " " in text:
            raise ValueError(
                _("“%(value)s” is not a web address such as https://example.com.")
                % {"value": text[:80]}
            )
        return text


@dataclass(frozen=True)
class IntegerKind(Kind):
    operators: tuple[str, ...] = COMPARISONS
    cast: str | None = "bigint"

    def read(self, value: Any, field: "Field") -> int:
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            raise ValueError(_("Enter a whole number."))
        try:
            number = int(value)
        except ValueError as error:
            raise ValueError(_("Enter a whole number.")) from error
        if abs(number) > _BIGGEST:
            raise ValueError(_("This number is too large."))
        if field.column == "probability" and not 0 <= number <= 100:
            raise ValueError(_("Enter a number from 0 to 100."))
        if not field.custom and abs(number) > 2**31 - 1:
            raise ValueError(_("This number is too large."))
        return number


@dataclass(frozen=True)
class NumberKind(Kind):
    operators: tuple[str, ...] = COMPARISONS
    cast: str | None = "numeric"

    def read(self, value: Any, field: "Field") -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
            raise ValueError(_("Enter a number."))
        try:
            number = Decimal(str(value))
        except InvalidOperation as error:
            raise ValueError(_("Enter a number.")) from error
        if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
            raise ValueError(_("This number is too large."))
        decimals = MOST_DECIMALS if field.custom else COLUMN_DECIMALS
        with localcontext(prec=MOST_DECIMALS + 20):
            return round(number, decimals) if _decimals(number) > decimals else number

    def store(self, value: Any) -> Any:
        """JSON numbers are read as floats on the way: digits that one would lose go as text."""
        whole = int(value)
        if value == whole:
            return whole
        near = float(value)
        return near if Decimal(repr(near)) == value else written_out(value)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


@dataclass(frozen=True)
class MoneyKind(Kind):
    """{"amount": minor units, "currency": ISO 4217}; a bare integer takes the tenant's currency."""

    operators: tuple[str, ...] = COMPARISONS

    def read(self, value: Any, field: "Field") -> dict[str, Any]:
        from freehold.company.selectors import company

        if isinstance(value, int) and not isinstance(value, bool):
            value = {"amount": value}
        if not isinstance(value, Mapping) or set(value) - {"amount", "currency"}:
            raise ValueError(_('Give money as {"amount": minor units, "currency": "EUR"}.'))
        amount = value.get("amount")
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise ValueError(_("The amount is a whole number of minor units (cents)."))
        if abs(amount) > MOST_MONEY:
            raise ValueError(_("This amount is too large."))
        currency = value.get("currency") or company().currency
        if not isinstance(currency, str) or not _CURRENCY.match(currency):
            raise ValueError(_("The currency is three capital letters, such as EUR."))
        return {"amount": amount, "currency": currency}


@dataclass(frozen=True)
class DateKind(Kind):
    operators: tuple[str, ...] = (*COMPARISONS, "relative")
    sql_type: str = "date"

    def read(self, value: Any, field: "Field") -> datetime.date:
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        try:
            found = parse_date(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        if found is None:
            raise ValueError(_("Enter a date as YYYY-MM-DD."))
        return found

    def store(self, value: Any) -> Any:
        return value.isoformat()


@dataclass(frozen=True)
class DateTimeKind(Kind):
    operators: tuple[str, ...] = (*COMPARISONS, "relative")
    sql_type: str = "timestamptz"

    def read(self, value: Any, field: "Field") -> datetime.datetime:
        found = value if isinstance(value, datetime.datetime) else None
        if isinstance(value, str):
            try:
                found = parse_datetime(value)
            except ValueError:
                found = None
        if found is None:
            raise ValueError(_("Enter a time as 2026-01-31T09:00:00Z (RFC 3339)."))
        if found.tzinfo is None:
            found = found.replace(tzinfo=datetime.UTC)
        try:
            return found.astimezone(datetime.UTC)
        except OverflowError as error:
            raise ValueError(_("This time is out of range.")) from error

    def store(self, value: Any) -> Any:
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class BooleanKind(Kind):
    operators: tuple[str, ...] = ("eq", "ne", "empty")
    cast: str | None = "boolean"

    def read(self, value: Any, field: "Field") -> bool:
        if not isinstance(value, bool):
            raise ValueError(_("Enter true or false."))
        return value


def _choice(value: Any, field: "Field") -> str:
    if not isinstance(value, str):
        raise ValueError(_("Choose one of the values."))
    known = [choice.value for choice in field.choices or ()]
    if value not in known:
        shown = ", ".join(known[:12])
        raise ValueError(
            _("“%(value)s” is not among the choices: %(known)s.")
            % {"value": value[:80], "known": shown}
        )
    return value


@dataclass(frozen=True)
class PicklistKind(Kind):
    operators: tuple[str, ...] = ("eq", "ne", "in", "nin", "empty")
    empty_text: bool = True

    def read(self, value: Any, field: "Field") -> str | None:
        return _choice(value, field) if value != "" else None


@dataclass(frozen=True)
class MultiPicklistKind(Kind):
    operators: tuple[str, ...] = ("contains", "in", "nin", "empty")
    sortable: bool = False

    def read(self, value: Any, field: "Field") -> list[str]:
        if not isinstance(value, list):
            raise ValueError(_("Give a list of values."))
        return list(dict.fromkeys(_choice(one, field) for one in value))


@dataclass(frozen=True)
class ReferenceKind(Kind):
    operators: tuple[str, ...] = ("eq", "ne", "in", "nin", "empty")
    cast: str | None = "uuid"

    def read(self, value: Any, field: "Field") -> UUID:
        if isinstance(value, Mapping):
            value = value.get("id")
        if isinstance(value, UUID):
            return value
        try:
            return UUID(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(_("Give the id of the record that is meant.")) from error

    def store(self, value: Any) -> Any:
        return str(value)


@dataclass(frozen=True)
class IdKind(ReferenceKind):
    """A record's own id."""

    operators: tuple[str, ...] = ("eq", "ne", "in", "nin")
    sortable: bool = False


@dataclass(frozen=True)
class EntriesKind(Kind):
    """A list of small mappings: further e-mail addresses, phone numbers, postal addresses."""

    operators: tuple[str, ...] = ("icontains", "empty")
    sortable: bool = False
    keys: tuple[str, ...] = ("value", "label")

    def read(self, value: Any, field: "Field") -> list[dict[str, str]]:
        if not isinstance(value, list) or len(value) > 50:
            raise ValueError(_("Give a list of at most 50 entries."))
        return [self.entry(one) for one in value]

    def entry(self, value: Any) -> dict[str, str]:
        if not isinstance(value, Mapping) or set(value) - set(self.keys):
            raise ValueError(
                _("Each entry is an object with the keys %(keys)s.")
                % {"keys": ", ".join(self.keys)}
            )
        found = {key: value.get(key) or "" for key in self.keys}
        if not all(isinstance(text, str) and "\x00" not in text for text in found.values()):
            raise ValueError(_("Each part of an entry is text."))
        if any(len(text) > 255 for text in found.values()):
            raise ValueError(_("Use at most 255 characters for each part of an entry."))
        return self.check(found)

    def check(self, entry: dict[str, str]) -> dict[str, str]:
        return entry


@dataclass(frozen=True)
class EmailsKind(EntriesKind):
    def check(self, entry: dict[str, str]) -> dict[str, str]:
        EmailKind("email").check(entry["value"].strip())
        return {**entry, "value": entry["value"].strip()}


ADDRESS_KEYS = ("label", "street", "city", "region", "postal_code", "country")
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        TextKind("text"),
        TextKind(
            "longtext", operators=("contains", "icontains", "empty"), sortable=False, multiline=True
        ),
        PhoneKind("phone"),
        EmailKind("email"),
        UrlKind("url"),
        IntegerKind("integer"),
        NumberKind("number"),
        MoneyKind("money"),
        DateKind("date"),
        DateTimeKind("datetime"),
        BooleanKind("boolean"),
        PicklistKind("picklist"),
        MultiPicklistKind("multipicklist"),
        ReferenceKind("reference"),
        IdKind("id"),
        EmailsKind("emails"),
        EntriesKind("phones"),
        EntriesKind("addresses", keys=ADDRESS_KEYS),
    )
}
