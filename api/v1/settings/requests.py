"""Values of checked bodies, in the types that services take."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from freehold.errors import Invalid


def with_ids(
    values: Mapping[str, Any], *, one: tuple[str, ...], many: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The values with ids as UUIDs under the names given."""
    found = dict(values)
    for name in one:
        if found.get(name) is not None:
            found[name] = UUID(found[name])
    for name in many:
        if name in found:
            found[name] = [UUID(text) for text in found[name]]
    return found


def moment(values: Mapping[str, Any], name: str) -> datetime | None:
    """A time with its zone, or None; Invalid for anything else."""
    text = values.get(name)
    if text is None:
        return None
    try:
        found = parse_datetime(text)
        at = found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise Invalid.at(name, "format", _("Give a time such as 2026-03-31T09:30:00Z."))
    return at
