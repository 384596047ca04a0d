"""Which records an action on many is about: named ones, or all that a list shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import FALSE, Fragment
from crm_core.records.policy import Policy
from crm_core.records.query.listing import ListParams, wanted_of
from crm_core.records.query.source import Source
from freehold.errors import Invalid, Malformed
from freehold.text import grouped

MOST_RECORDS = 50_000


@dataclass(frozen=True)
class Selection:
    """By `ids`, or by a list's `params` without the ids to `exclude`."""

    ids: Sequence[UUID] | None = None
    params: ListParams | None = None
    exclude: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Chosen:
    """`may` are the ids to act on; `refused` counts the others that were meant.

    A record that is missing, of another tenant or out of sight counts like one that the actor may
    see and not change: the two can't be told apart.
    """

    may: list[UUID] = field(default_factory=list)
    refused: int = 0


def choose(
    object_type: ObjectType, policy: Policy, verb: str, selection: Selection, *, trash: bool
) -> Chosen:
    """Find the records; `Invalid` when they are too many."""
    if selection.ids is not None:
        return _named(object_type, policy, verb, selection.ids, trash=trash)
    if selection.params is None:
        raise Malformed(gettext("Say which records: “ids”, or a “filter”."))
    return _listed(object_type, policy, verb, selection, trash=trash)


def _named(
    object_type: ObjectType, policy: Policy, verb: str, ids: Sequence[UUID], *, trash: bool
) -> Chosen:
    source = Source(catalogue.current(), policy, object_type)
    where = source.base_condition(trash=trash, verb=verb)
    where = where & Fragment('"r".id = ANY(%s)', (list(ids),))
    rows = _rows(source, where, Fragment("TRUE"))
    return Chosen([ident for ident, _ in rows], len(set(ids)) - len(rows))


def _listed(
    object_type: ObjectType, policy: Policy, verb: str, selection: Selection, *, trash: bool
) -> Chosen:
    """All that the list shows, told apart by whether the actor may act on them."""
    assert selection.params is not None
    source = Source(catalogue.current(), policy, object_type)
    where = source.base_condition(trash=trash) & wanted_of(source, selection.params)
    if selection.exclude:
        where = where & Fragment('NOT "r".id = ANY(%s)', (list(selection.exclude),))
    may = policy.condition(object_type, verb, "r") if policy.can(object_type.name, verb) else FALSE
    rows = _rows(source, where, Fragment(f"coalesce(({may.sql}), false)", may.params))
    if len(rows) > MOST_RECORDS:
        raise Invalid.at(
            "filter",
            "too_many",
            gettext("Change at most %(most_records)s records at once.")
            % {"most_records": grouped(MOST_RECORDS)},
        )
    allowed = [ident for ident, reached in rows if reached]
    return Chosen(allowed, len(rows) - len(allowed))


def _rows(source: Source, where: Fragment, may: Fragment) -> list[tuple[UUID, bool]]:
    origin = source.from_clause()
    with connection.cursor() as run:
        run.execute(
            f'SELECT "r".id, {may.sql} FROM {origin.sql} WHERE {where.sql} ORDER BY "r".id'
            f" LIMIT {MOST_RECORDS + 1}",
            (*may.params, *origin.params, *where.params),
        )
        rows: list[tuple[UUID, bool]] = run.fetchall()
    return rows
