"""The options of an import, read from JSON: every unknown name and wrong value is told."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from crm_core.transfer.choices import Policy
from crm_core.transfer.values.dates import order_of_format
from freehold.errors import FieldError, Invalid

_DECIMALS = {".": ".", ",": ",", "point": ".", "comma": ",", "dot": "."}
_ALIASES = {
    "decimal_separator": "decimal",
    "decimal_format": "decimal",
    "date_order": "date_format",
    "timezone": "time_zone",
    "default": "defaults",
    "default_values": "defaults",
    "external_system": "system",
    "duplicates": "dedupe",
}


@dataclass(frozen=True)
class ImportOptions:
    """How a file is read and written. The defaults are those of somebody who sets nothing."""

    dry_run: bool = False
    #: "valid_rows" writes what is right; "all" writes nothing if one row is wrong.
    atomic: str = "valid_rows"
    #: Field paths whose values say that a record exists already; empty: by what is usual.
    match: tuple[str, ...] = ()
    policy: str = Policy.UPDATE.value
    #: What may be created because rows refer to it: paths or objects; ("*",) means everything.
    create_missing: tuple[str, ...] = ()
    currency: str | None = None
    #: Order of day and month for the columns named, "*" for all: "dmy", "mdy", "ymd".
    date_order: Mapping[str, str] = field(default_factory=dict)
    decimal: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    time_zone: str | None = None
    multiply: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    #: Column → {cell: what it means}; `stages` is the same for the column of stages.
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    pipeline: str | None = None
    #: Values that a pick list does not offer: "add" them, "refuse" the row, leave "empty".
    picklists: str = "add"
    missing_owner: str = "importer"
    #: Names and ids that lead nowhere: "refuse" the row or write it with the field left "empty".
    missing_references: str = "refuse"
    #: Several records of the name that a row refers to: "refuse" the row or take the "oldest".
    ambiguous: str = "refuse"
    #: Where the external ids come from; ids of two systems never meet.
    system: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def stored(cls, written: Mapping[str, Any]) -> Self:
        """The options as `as_json` wrote them."""
        sequences = {"match", "create_missing"}
        values: dict[str, Any] = {
            name: tuple(value) if name in sequences else value for name, value in written.items()
        }
        return cls(**values)

    def may_create(self, *names: str) -> bool:
        """Whether a missing reference may be created; `names` are its path, column and object."""
        if "*" in self.create_missing:
            return True
        wanted = {_plain(name) for name in self.create_missing}
        return any(_plain(name) in wanted for name in names)


def _plain(name: str) -> str:
    """ "Accounts", "account" and "account.name" mean the same here."""
    word = name.strip().lower().split(".")[0].replace("_", "-").replace(" ", "-")
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def parse_options(raw: Any) -> ImportOptions:
    """The options of a request; Invalid names each one that has to be put right."""
    if raw is None:
        return ImportOptions()
    if not isinstance(raw, Mapping):
        raise Invalid.at("options", "invalid", _("Give the options as an object: {name: value}."))
    reader = _Reader()
    for name, value in raw.items():
        reader.take(str(name), value)
    if reader.errors:
        first = reader.errors[0]
        raise Invalid(
            _("%(field)s: %(message)s") % {"field": first.field, "message": first.message},
            errors=reader.errors,
        )
    return ImportOptions(**reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, Any] = {}
        self.errors: list[FieldError] = []

    def take(self, name: str, value: Any) -> None:
        known = _ALIASES.get(name, name)
        read = _READERS.get(known)
        if read is None:
            names = ", ".join(sorted(_READERS))
            message = _("There is no option “%(name)s”. Options: %(names)s.")
            self._refuse(name, "unknown", message % {"name": name[:60], "names": names})
            return
        if value is None:
            return
        try:
            self.found.update(read(value))
        except (ValueError, TypeError, AttributeError) as error:
            self._refuse(name, "invalid", str(error))

    def _refuse(self, name: str, code: str, message: str) -> None:
        self.errors.append(FieldError(f"options.{name}", code, message))


def _flag(name: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, bool):
            raise ValueError(_("Say true or false."))
        return {name: value}

    return read


def _text(name: str, *, most: int = 100) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(_("Give a text of up to %(most)s characters.") % {"most": most})
        return {name: value} if value else {}

    return read


def _one_of(name: str, *allowed: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if value not in allowed:
            raise ValueError(_("Choose one of: %(allowed)s.") % {"allowed": ", ".join(allowed)})
        return {name: value}

    return read


def _table(name: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError(_("Give an object: {name: value}."))
        return {name: dict(value)}

    return read


def _texts(name: str) -> Any:
    def read(value: Any) -> dict[str, Any]:
        return {name: _text_table(value)}

    return read


def _text_table(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError(_("Give an object of texts: {value in the file: what it means}."))
    return dict(value)


def _atomic(value: Any) -> dict[str, Any]:
    spelt = (
        {True: "all", False: "valid_rows"}.get(value, value) if isinstance(value, bool) else value
    )
    if spelt not in ("all", "valid_rows"):
        raise ValueError(_("Choose “valid_rows” (write what is right) or “all” (all or nothing)."))
    return {"atomic": spelt}


def _dedupe(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        value = {"policy": value}
    if not isinstance(value, Mapping) or set(value) - {"match", "policy"}:
        raise ValueError(_('Give {"match": ["email"], "policy": "skip", "update" or "create"}.'))
    found: dict[str, Any] = {}
    if value.get("policy") is not None:
        if value["policy"] not in Policy.values:
            raise ValueError(
                _("The policy is one of: %(values)s.") % {"values": ", ".join(Policy.values)}
            )
        found["policy"] = value["policy"]
    match = value.get("match")
    if match:
        found["match"] = tuple(_names([match] if isinstance(match, str) else match))
    return found


def _names(value: Any) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(_("Give a list of names."))
    return value


def _create_missing(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"create_missing": ("*",) if value else ()}
    if isinstance(value, Mapping):
        value = [name for name, wanted in value.items() if wanted]
    if isinstance(value, str):
        value = [value]
    names = tuple(_names(value))
    return {"create_missing": ("*",) if {"all", "true", "*"} & set(names) else names}


def _currency(value: Any) -> dict[str, Any]:
    if not isinstance(value, str) or len(value) != 3 or not value.isalpha() or not value.isascii():
        raise ValueError(_("The currency is three letters, such as EUR."))
    return {"currency": value.upper()}


def _date_format(value: Any) -> dict[str, Any]:
    given = value if isinstance(value, Mapping) else {"*": value}
    if not all(isinstance(written, str) for written in given.values()):
        raise ValueError(_("Give the date format as DD.MM.YYYY, MM/DD/YYYY or YYYY-MM-DD."))
    return {"date_order": {column: order_of_format(written) for column, written in given.items()}}


def _decimal(value: Any) -> dict[str, Any]:
    if value not in _DECIMALS:
        raise ValueError(_("The decimal mark is “.” or “,”."))
    return {"decimal": _DECIMALS[value]}


def _multiply(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(_("Give {column: factor}."))
    found: dict[str, str] = {}
    for column, factor in value.items():
        try:
            number = Decimal(str(factor))
        except InvalidOperation as error:
            raise ValueError(
                _("The factor of “%(column)s” is not a number.") % {"column": column}
            ) from error
        if isinstance(factor, bool) or not number.is_finite() or not 0 < abs(number) <= 10**12:
            raise ValueError(
                _("The factor of “%(column)s” is not a usable number.") % {"column": column}
            )
        found[column] = str(number)
    return {"multiply": found}


def _values(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(_("Give {column: {value in the file: what it means}}."))
    return {"values": {column: _text_table(table) for column, table in value.items()}}


def _time_zone(value: Any) -> dict[str, Any]:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise ValueError(_("Give the time zone as Europe/Berlin.")) from error
    return {"time_zone": value}


_READERS = {
    "dry_run": _flag("dry_run"),
    "atomic": _atomic,
    "dedupe": _dedupe,
    "create_missing": _create_missing,
    "currency": _currency,
    "date_format": _date_format,
    "decimal": _decimal,
    "delimiter": _text("delimiter", most=10),
    "encoding": _text("encoding", most=40),
    "sheet": _text("sheet"),
    "time_zone": _time_zone,
    "multiply": _multiply,
    "defaults": _table("defaults"),
    "values": _values,
    "stages": _texts("stages"),
    "pipeline": _text("pipeline"),
    "picklists": _one_of("picklists", "add", "refuse", "empty"),
    "missing_owner": _one_of("missing_owner", "importer", "empty", "error"),
    "missing_references": _one_of("missing_references", "refuse", "empty"),
    "ambiguous": _one_of("ambiguous", "refuse", "oldest"),
    "system": _text("system", most=40),
}
