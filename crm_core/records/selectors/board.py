"""A board of any object: its records in columns, one for each choice of a pick list.

It is a list in groups (`query.subtotals`) that shows the first rows of each group beside it.
Within a column what was changed last stands first: nobody puts these cards in an order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field
from crm_core.records.fragments import Fragment
from crm_core.records.policy import policy_for
from crm_core.records.query.cards import (
    Rows,
    mark_next_activity,
    run_column,
    select_cards,
    shown_cards,
)
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.grouping import EMPTY, RETIRED, Grouping, grouping_of
from crm_core.records.query.listing import ListParams, condition_of
from crm_core.records.query.ordering import Key, beyond, decode_cursor, keys_of
from crm_core.records.query.projection import ALLOW, Projection, project
from crm_core.records.query.source import Source, readable_field
from crm_core.records.query.subtotals import GroupParams, grouped
from crm_core.records.selectors.board_fields import MOST_COLUMNS, board_fields, shown_on_cards
from crm_core.records.selectors.reading import readable_object
from freehold.errors import FieldError, Malformed, NotFound
from freehold.identity.actor import Actor

_NOTHING = {"count": 0, "sums": [], "total": None}
_BESIDE = ("owner", "version", "last_activity_at", "next_activity_at")


@dataclass(frozen=True)
class RecordBoardParams:
    """`group` is a pick list; `stage` (a choice) and the rows' cursor continue one column."""

    group: str = ""
    stage: str | None = None
    rows: ListParams = field(default_factory=ListParams)


def record_board(object_name: str, *, actor: Actor, params: RecordBoardParams) -> dict[str, Any]:
    """The board by a pick list, or the next cards of one of its columns."""
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    offered = board_fields(object_type, policy)
    source = Source(catalogue.current(), policy, object_type)
    group = _group(source, offered, params.group)
    shown = shown_on_cards(object_type, policy)
    board = _Board(source, group, shown, params.rows)
    if params.stage is not None:
        return board.continued(params.stage)
    return {
        "group": group.name,
        "groups": [{"id": one.name, "name": str(one.label)} for one in offered],
        "card": shown,
        "stages": board.stages(),
    }


def _group(source: Source, offered: list[Field], asked: str) -> Field:
    if not asked:
        if offered:
            return offered[0]
        message = _("There is no board of %(objects)s: they have no pick list.")
        raise NotFound(message % {"objects": source.object_type.label_plural})
    found = next((one for one in offered if one.name == asked), None)
    if found is None:
        source.locate(asked)
        message = _("“%(path)s” makes no board: choose a pick list of at most %(most)s choices.")
        told = message % {"path": asked[:80], "most": MOST_COLUMNS}
        raise Malformed(told, errors=[FieldError("group", "not_groupable", told)])
    return found


class _Board:
    """Its statements: one counts and adds up the columns, one finds the first cards of each."""

    def __init__(
        self, source: Source, group: Field, shown: dict[str, str | None], rows: ListParams
    ) -> None:
        self.source, self.group, self.shown, self.rows = source, group, shown, rows
        self.choices = {one.value: one for one in group.choices or ()}
        self.grouping: Grouping = grouping_of(source, group.name)
        self.where = condition_of(source, rows)
        self.keys = self._keys()
        self.projection = self._projected()

    def _keys(self) -> list[Key]:
        known = readable_field(self.source.policy, self.source.object_type, "updated_at")
        return keys_of(self.source, ("-updated_at",) if known else ())

    def _projected(self) -> Projection:
        source = self.source
        beside = [one for one in _BESIDE if readable_field(source.policy, source.object_type, one)]
        shown = [one for one in self.shown.values() if one]
        projection = project(source, ["id", self.group.name, *shown, *beside, ALLOW])
        mark_next_activity(source, projection, beside)
        return projection

    def stages(self) -> list[dict[str, Any]]:
        keys = [EMPTY, *self.choices, RETIRED]
        counted = self._counted(keys)
        cards = self._first_cards({key: one["count"] for key, one in counted.items()})
        return [
            {**self._column(key), **counted.get(key, _NOTHING), **cards[key]}
            for key in keys
            if key in counted or key in self.choices or self._enters(key)
        ]

    def continued(self, key: str) -> dict[str, Any]:
        if key not in (EMPTY, RETIRED, *self.choices):
            raise NotFound(_("There is no such column."))
        where = self._holds(key) & self.where
        if self.rows.cursor:
            where = where & beyond(self.keys, decode_cursor(self.rows.cursor, len(self.keys)))
        found = run_column(self._select(where), self.rows.cursor)
        return {"stage": key, **self._cards(found)}

    def _column(self, key: str) -> dict[str, Any]:
        choice = self.choices.get(key)
        other = _("No value") if key == EMPTY else _("Out of use")
        return {
            "id": key,
            "name": str(choice.label) if choice else other,
            "color": (choice.color if choice else "") or None,
            "retired": key == RETIRED,
            "reserved": not self._enters(key),
        }

    def _enters(self, key: str) -> bool:
        """Whether somebody who may write the field can give it this value by hand."""
        if key == RETIRED:
            return False
        if key == EMPTY:
            return self.grouping.at.nullable and not self.group.required
        return not self.choices[key].reserved

    def _counted(self, keys: list[str]) -> dict[str, dict[str, Any]]:
        """Count and sums of those columns that hold records, in one statement."""
        amount = self.shown["amount"]
        params = GroupParams(
            self.group.name, self.rows, sums=(amount,) if amount else (), limit=MOST_COLUMNS + 2
        )
        # A source of its own: what is counted needs none of the cards' joins.
        source = Source(catalogue.current(), self.source.policy, self.source.object_type)
        held = {orjson.dumps(self.grouping.filter(key)): key for key in keys}
        found = {}
        for one in grouped(source, params)["groups"]:
            summed = one["sums"][0] if one["sums"] else {"sums": []}
            counts = {"count": one["count"], "sums": summed["sums"]}
            found[held[orjson.dumps(one["filter"])]] = {**counts, "total": summed.get("total")}
        return found

    def _first_cards(self, counts: dict[str, int]) -> dict[str, dict[str, Any]]:
        """Of all columns, which hold so many, in one statement."""
        rows: dict[str, Rows] = {key: [] for key in (EMPTY, *self.choices, RETIRED)}
        if counts:
            parts = [*self._by_order(counts), *self._together(counts), *self._others(counts)]
            params = tuple(value for part in parts for value in part.params)
            with connection.cursor() as run:
                run.execute(" UNION ALL ".join(part.sql for part in parts), params)
                for row in run.fetchall():
                    rows[row[0]].append(row[1:])
        return {key: self._cards(found) for key, found in rows.items()}

    def _by_order(self, counts: dict[str, int]) -> Iterator[Fragment]:
        """Of long columns the first cards are met soon in the order of an index."""
        long = [key for key in self.choices if counts.get(key, 0) > self.rows.limit]
        if long:
            each = self._select(Fragment(f"{self.grouping.at.sql} = k.key") & self.where)
            yield Fragment(
                "SELECT k.key, c.* FROM unnest(%s::text[]) k(key)"
                f" CROSS JOIN LATERAL ({each.sql}) c",
                (long, *each.params),
            )

    def _together(self, counts: dict[str, int]) -> Iterator[Fragment]:
        """Short columns are shown whole: one look for all of them, whatever their order.

        Each by itself would be looked for through a whole index (measured: 0.4 s for three columns
        of 20 old ones among 300,000).
        """
        short = [key for key in self.choices if 0 < counts.get(key, 0) <= self.rows.limit]
        if short:
            at = self.grouping.at.sql
            where = Fragment(f"{at} = ANY(%s::text[])", (short,)) & self.where
            most = sum(counts[key] for key in short)
            found = select_cards(
                self.source, self.projection, self.keys, where, most, before=f"{at} AS key, "
            )
            yield Fragment(f"SELECT c.* FROM ({found.sql}) c", found.params)

    def _others(self, counts: dict[str, int]) -> Iterator[Fragment]:
        for key in (one for one in (EMPTY, RETIRED) if one in counts):
            found = self._select(self._holds(key) & self.where)
            yield Fragment(f"SELECT %s, c.* FROM ({found.sql}) c", (key, *found.params))

    def _holds(self, key: str) -> Fragment:
        return compile_filter(self.source, self.grouping.filter(key))

    def _select(self, where: Fragment) -> Fragment:
        return select_cards(self.source, self.projection, self.keys, where, self.rows.limit)

    def _cards(self, rows: Rows) -> dict[str, Any]:
        name = self.source.object_type.name
        return shown_cards(name, self.projection, self.keys, rows, self.rows.limit)
