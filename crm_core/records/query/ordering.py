"""Sorting and keyset paging: page 1,000 costs what page 1 costs."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment, conjunction, disjunction
from crm_core.records.policy import Policy
from crm_core.records.query.source import Located, Source, readable_field
from freehold.errors import FieldError, Malformed

MOST_KEYS = 4
_CASTS = {
    "integer": "bigint",
    "number": "numeric",
    "money": "bigint",
    "date": "date",
    "datetime": "timestamptz",
    "boolean": "boolean",
}


def default_sort(policy: Policy, object_type: ObjectType) -> str:
    """The object's own order, or another where its field is hidden from the reader."""
    for wanted in (object_type.default_sort, "-created_at"):
        if readable_field(policy, object_type, wanted.removeprefix("-")):
            return wanted
    return "id"


@dataclass(frozen=True)
class Key:
    """One thing that rows are ordered by; empty values come last, whatever the direction."""

    sql: str
    descending: bool
    nullable: bool
    cast: str = "text"
    #: A column of the row itself, so that an index may hold it.
    stored: bool = False

    def order(self, *, backward: bool) -> str:
        word = "DESC" if self.descending != backward else "ASC"
        nulls = (" NULLS FIRST" if backward else " NULLS LAST") if self.nullable else ""
        return f"{self.sql} {word}{nulls}"

    def equals(self, value: Any) -> Fragment:
        if value is None:
            return Fragment(f"{self.sql} IS NULL")
        return Fragment(f"{self.sql} = %s::{self.cast}", (value,))

    def beyond(self, value: Any, *, backward: bool) -> Fragment | None:
        """Rows strictly after `value` in the order of reading; None when there are none."""
        sign = "<" if self.descending != backward else ">"
        if value is None:
            return Fragment(f"{self.sql} IS NOT NULL") if backward else None
        found = Fragment(f"{self.sql} {sign} %s::{self.cast}", (value,))
        if self.nullable and not backward:
            return disjunction([found, Fragment(f"{self.sql} IS NULL")])
        return found


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the values of the keys there, and the count told on the first page."""

    values: tuple[Any, ...]
    backward: bool = False
    count: int | None = None
    estimated: bool = False

    def encode(self) -> str:
        told = [list(self.values), int(self.backward), self.count, int(self.estimated)]
        return base64.urlsafe_b64encode(orjson.dumps(told, default=str)).decode().rstrip("=")


def wrong_cursor() -> Malformed:
    return Malformed(
        _("This cursor is not one of this list; begin again without it."),
        errors=[FieldError("cursor", "invalid", _("Unknown cursor."))],
    )


def decode_cursor(text: str, keys: int) -> Cursor:
    try:
        told = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        values, backward, count, estimated = told
    except (ValueError, TypeError, binascii.Error) as error:
        raise wrong_cursor() from error
    scalar = (str, int, float, bool, type(None))
    if not isinstance(values, list) or len(values) != keys:
        raise wrong_cursor()
    if not all(isinstance(one, scalar) and "\x00" not in str(one) for one in values):
        raise wrong_cursor()
    if not (count is None or isinstance(count, int)):
        raise wrong_cursor()
    return Cursor(tuple(values), bool(backward), count, bool(estimated))


def keys_of(source: Source, sort: Sequence[str]) -> list[Key]:
    """The keys of `sort` (`-amount`, `account.name`), the id last so that no two rows tie."""
    if len(sort) > MOST_KEYS:
        raise Malformed(_("Sort by at most %(most_keys)s fields.") % {"most_keys": MOST_KEYS})
    keys = [_key(source, one) for one in sort]
    last = keys[-1].descending if keys else True
    return [*keys, Key('"r".id', last, nullable=False, cast="uuid")]


def _key(source: Source, sort: str) -> Key:
    path = sort.removeprefix("-")
    at = source.locate(path)
    if not at.field.is_sortable:
        message = _("“%(path)s” can't be sorted by.") % {"path": path[:80]}
        raise Malformed(message, errors=[FieldError(path[:80], "not_sortable", message)])
    return _key_at(source, at, descending=sort.startswith("-"))


def _key_at(source: Source, at: Located, *, descending: bool) -> Key:
    if at.field.type == "reference":
        title = source.join(at, at.path).title_sql
        return Key(_folded(title), descending, nullable=True)
    stored = at.alias == "r" and at.field.computed is None
    if at.field.kind.folded:
        return Key(_folded(at.sql), descending, at.nullable, stored=stored)
    cast = _CASTS.get(at.field.type, "text")
    is_text_in_json = at.field.custom and at.field.computed is None
    if is_text_in_json and at.field.type in ("date", "datetime"):
        cast = "text"
    return Key(at.sql, descending, at.nullable, cast, stored)


def _folded(sql: str) -> str:
    return f'extensions.fold({sql}) COLLATE "C"'


def order_by(keys: Sequence[Key], *, backward: bool = False) -> str:
    return ", ".join(key.order(backward=backward) for key in keys)


def beyond(keys: Sequence[Key], cursor: Cursor) -> Fragment:
    """The rows after the cursor: a row comparison where the index can serve one."""
    plain = not any(key.nullable for key in keys)
    if plain and len({key.descending for key in keys}) == 1:
        sign = "<" if keys[0].descending != cursor.backward else ">"
        left = ", ".join(key.sql for key in keys)
        right = ", ".join(f"%s::{key.cast}" for key in keys)
        return Fragment(f"({left}) {sign} ({right})", cursor.values)
    choices = []
    for index, key in enumerate(keys):
        after = key.beyond(cursor.values[index], backward=cursor.backward)
        if after is not None:
            equal = [keys[i].equals(cursor.values[i]) for i in range(index)]
            choices.append(conjunction([*equal, after]))
    return disjunction(choices)
