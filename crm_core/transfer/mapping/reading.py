"""A mapping as sent (column → field path) checked against the file and the person's fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm_core.transfer.mapping.targets import PEOPLE, Target, Targets
from freehold.errors import FieldError, Invalid

#: Ways of saying that a column is left out.
_LEFT_OUT = {"", "-", "skip", "ignore", "none"}
#: Several columns may fill these: a second address, telephone or way of naming a record.
_SHARED = {"entry", "address", "reference", "product", "lead"}
#: Required fields that an import can make itself when no column gives them.
_DERIVED: dict[str, frozenset[str]] = {
    "opportunities": frozenset({"name", "stage", "pipeline"}),
    "activities": frozenset({"kind"}),
    PEOPLE: frozenset({"name"}),
}

Paths = dict[str, list[str]]


def parse_mapping(raw: Any, columns: Sequence[str], targets: Targets) -> Paths:
    """Column → paths. Invalid lists every column and field that isn't there, with what there is."""
    if not isinstance(raw, Mapping):
        raise Invalid.at("mapping", "invalid", _("Give the mapping as {column: field}."))
    errors: list[FieldError] = []
    found: Paths = {}
    taken: dict[str, str] = {}
    for column, given in raw.items():
        paths = _paths(given)
        if not paths:
            continue
        known = _column(str(column), columns)
        if known is None:
            errors.append(_no_column(str(column), columns))
            continue
        for path in paths:
            target = targets.find(path)
            problem = _no_field(known, path, targets) if target is None else None
            if target is not None and target.kind not in _SHARED:
                problem = _twice(known, target, taken)
            if problem is not None:
                errors.append(problem)
            elif target is not None:
                found.setdefault(known, []).append(target.path)
    if errors:
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        raise Invalid(errors[0].message + more, errors=errors)
    if not found:
        raise Invalid.at("mapping", "empty", _("Map at least one column to a field."))
    return found


def check_complete(paths: Paths, targets: Targets, filled: Sequence[str]) -> None:
    """Invalid where a new record would lack a required field in every row.

    Rows that name existing records (by id) need none; `filled` are paths with a default value.
    """
    mapped = {path for some in paths.values() for path in some} | set(filled)
    if {"id", "external_id"} & mapped and targets.object_name != PEOPLE:
        return
    roots = {found.root for path in mapped if (found := targets.find(path)) is not None}
    if "name" in mapped and targets.object_name != PEOPLE:
        roots |= {"last_name"}
    if targets.object_name == PEOPLE and roots & {"email", "last_name", "first_name"}:
        roots |= {"name"}
    derived = _DERIVED.get(targets.object_name, frozenset())
    missing = [
        field
        for name, field in targets.fields.items()
        if field.required and field.default is None and name not in roots | derived
    ]
    if targets.object_name == PEOPLE and "name" not in roots:
        missing.append(targets.fields["name"])
    if missing:
        errors = [
            FieldError(
                "mapping",
                "required",
                _(
                    "No column gives “%(label)s”, which every record needs. Map a column to "
                    "“%(name)s” or set options.defaults."
                )
                % {"label": field.label, "name": field.name},
            )
            for field in missing
        ]
        raise Invalid(errors[0].message, errors=errors)


def _paths(given: Any) -> list[str]:
    if given is None:
        return []
    if isinstance(given, Mapping):
        given = given.get("field") or given.get("path")
        return _paths(given)
    if isinstance(given, list):
        return [path for one in given for path in _paths(one)]
    if not isinstance(given, str):
        raise Invalid.at(
            "mapping", "invalid", _("A column is mapped to the name of a field, or null.")
        )
    return [] if given.strip().lower() in _LEFT_OUT else [given.strip()]


def _column(name: str, columns: Sequence[str]) -> str | None:
    if name in columns:
        return name
    spelt = " ".join(name.split()).casefold()
    return next((column for column in columns if column.casefold() == spelt), None)


def _no_column(name: str, columns: Sequence[str]) -> FieldError:
    shown = ", ".join(f"“{column}”" for column in columns[:20])
    twins = [column for column in columns if column.startswith(f"{name} (column ")]
    if twins:
        message = _(
            "The header “%(name)s” stands there %(twins)s times. Map one of: %(shown)s."
        ) % {"name": name, "twins": len(twins), "shown": shown}
        return FieldError(f"mapping.{name[:80]}", "duplicate_header", message)
    message = _("The file has no column “%(name)s”. It has: %(shown)s.") % {
        "name": name[:80],
        "shown": shown,
    }
    return FieldError(f"mapping.{name[:80]}", "unknown_column", message)


def _no_field(column: str, path: str, targets: Targets) -> FieldError:
    message = _("There is no field “%(path)s” in %(object_name)s that you may fill.") % {
        "path": path[:80],
        "object_name": targets.object_name,
    }
    return FieldError(f"mapping.{column[:80]}", "unknown_field", message)


def _twice(column: str, target: Target, taken: dict[str, str]) -> FieldError | None:
    other = taken.setdefault(target.path, column)
    if other == column:
        return None
    message = _("“%(other)s” and “%(column)s” are both mapped to “%(path)s”. Keep one of them.") % {
        "other": other,
        "column": column,
        "path": target.path,
    }
    return FieldError(f"mapping.{column[:80]}", "mapped_twice", message)
