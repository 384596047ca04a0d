"""The Kanban board: every stage with count, sums and first cards; one statement each."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.cards import (
    mark_next_activity,
    run_column,
    select_cards,
    shown_cards,
)
from crm_core.records.query.exchange import exchanged, settled_day, total
from crm_core.records.query.listing import ListParams, condition_of
from crm_core.records.query.ordering import Key, beyond, decode_cursor
from crm_core.records.query.projection import Projection, add_allowed, project
from crm_core.records.query.source import Source, readable_field, unknown_field
from crm_core.records.selectors.reading import readable_object
from crm_core.sales.selectors import pipelines
from freehold.errors import NotFound
from freehold.identity.actor import Actor

CARD = (
    "id",
    "name",
    "account",
    "owner",
    "amount",
    "expected_close_date",
    "stage",
    "version",
    "stage_entered_at",
    "last_activity_at",
    "next_activity_at",
)
#: What the parts of a card are, by field.
SHOWN = {
    "title": "name",
    "about": "account",
    "amount": "amount",
    "date": "expected_close_date",
}
#: How long it has been in its stage, by the moment of the statement.
_DAYS = 'floor(extract(epoch FROM now() - "r".stage_entered_at) / 86400)::int'
KEYS = [
    Key('"r".rank', descending=False, nullable=False, cast="double precision"),
    Key('"r".id', descending=False, nullable=False, cast="uuid"),
]


@dataclass(frozen=True)
class BoardParams:
    """`stage` and `cursor` continue one column; the rest narrows all of them."""

    pipeline: UUID | None = None
    stage: UUID | None = None
    cursor: str | None = None
    limit: int = 50
    filter: Any = None
    short: dict[str, str] = field(default_factory=dict)
    search: str = ""


def board(*, actor: Actor, params: BoardParams) -> dict[str, Any]:
    """The board of a pipeline, or the next cards of one of its stages."""
    policy = policy_for(actor)
    readable_object("opportunities", policy)
    if policy.field_access("opportunities", "stage") == "hidden":
        raise unknown_field("stage")
    known = pipelines.current()
    if params.stage is not None:
        return _column(policy, known, params)
    pipeline = known.pipelines.get(params.pipeline) if params.pipeline else known.default
    if pipeline is None:
        raise NotFound(_("There is no such pipeline."))
    cards = _first_cards(policy, pipeline, params)
    sums = _sums(policy, pipeline, params)
    return {
        "pipeline": {
            "id": pipeline.id,
            "name": pipeline.name,
            "won_reasons": list(pipeline.won_reasons),
            "lost_reasons": list(pipeline.lost_reasons),
        },
        "group": "stage",
        "card": SHOWN,
        "pipelines": [{"id": one.id, "name": one.name} for one in known.pipelines.values()],
        "stages": [
            {**_stage(policy, stage), **_summed(stage, sums.get(stage.id, [])), **cards[stage.id]}
            for stage in pipeline.stages
            if cards[stage.id]["cards"] or not stage.retired
        ],
    }


def _stage(policy: Policy, stage: pipelines.StageFacts) -> dict[str, Any]:
    return {
        "id": stage.id,
        "name": stage.name,
        "category": stage.category,
        "probability": stage.probability,
        "color": stage.color,
        "required_fields": stage.required_of(policy),
        "rots_after": stage.rots_after,
        "retired": stage.retired,
    }


def _narrowed(policy: Policy, params: BoardParams) -> tuple[Source, Fragment]:
    source = Source(catalogue.current(), policy, catalogue.current().object("opportunities"))
    wanted = ListParams(filter=params.filter, short=params.short, search=params.search)
    return source, condition_of(source, wanted)


def _projected(source: Source, policy: Policy, stage: pipelines.StageFacts) -> Projection:
    """The card's fields and the marks that follow from them; each only for who may read it."""
    object_type = source.object_type
    readable = [name for name in CARD if readable_field(policy, object_type, name)]
    projection = project(source, readable)
    limit = _limit(stage)
    if "stage_entered_at" in readable:
        days = projection.add(_DAYS)
        projection.emitters["days_in_stage"] = lambda row: row[days]
        projection.emitters["rotting"] = lambda row: limit is not None and row[days] >= limit
    mark_next_activity(source, projection, readable)
    add_allowed(source, projection)
    return projection


def _limit(stage: pipelines.StageFacts) -> int | None:
    """After how many days cards of the stage rot; what is closed does not."""
    return stage.rots_after if stage.category == "open" else None


def _first_cards(
    policy: Policy, pipeline: pipelines.PipelineFacts, params: BoardParams
) -> dict[UUID, dict[str, Any]]:
    """The first cards of all stages in one statement: a short index scan for each."""
    source, where = _narrowed(policy, params)
    projections = {stage.id: _projected(source, policy, stage) for stage in pipeline.stages}
    rows: dict[UUID, list[tuple[Any, ...]]] = {stage.id: [] for stage in pipeline.stages}
    if rows:
        # The stages' projections differ in what is made of the columns, not in the columns.
        projection = next(iter(projections.values()))
        where = Fragment('"r".stage_id = s.id') & where
        part = select_cards(source, projection, KEYS, where, params.limit)
        with connection.cursor() as run:
            run.execute(
                f"SELECT s.id, c.* FROM unnest(%s) s(id) CROSS JOIN LATERAL ({part.sql}) c",
                (list(rows), *part.params),
            )
            for row in run.fetchall():
                rows[row[0]].append(row[1:])
    return {
        ident: shown_cards("opportunities", projections[ident], KEYS, found, params.limit)
        for ident, found in rows.items()
    }


def _column(policy: Policy, known: pipelines.Pipelines, params: BoardParams) -> dict[str, Any]:
    stage = known.stages.get(params.stage) if params.stage else None
    if stage is None:
        raise NotFound(_("There is no such stage."))
    source, where = _narrowed(policy, params)
    projection = _projected(source, policy, stage)
    bounded = Fragment('"r".stage_id = %s', (stage.id,)) & where
    if params.cursor:
        bounded = bounded & beyond(KEYS, decode_cursor(params.cursor, len(KEYS)))
    rows = run_column(select_cards(source, projection, KEYS, bounded, params.limit), params.cursor)
    shown = shown_cards("opportunities", projection, KEYS, rows, params.limit)
    return {"stage": stage.id, **shown}


def _sums(
    policy: Policy, pipeline: pipelines.PipelineFacts, params: BoardParams
) -> dict[UUID, list[tuple[Any, ...]]]:
    """Per stage and currency: count, sum, the sum weighted by each deal's own probability,
    both in the company's currency, and how many are rotting.
    """
    source, where = _narrowed(policy, params)
    where = Fragment('"r".stage_id = ANY(%s)', ([stage.id for stage in pipeline.stages],)) & where
    amount = '"r".amount'
    if policy.field_access("opportunities", "amount") == "hidden":
        amount = "NULL::bigint"
    weight = '"r".probability'
    if policy.field_access("opportunities", "probability") == "hidden":
        weight = "NULL::int"
    currency = '"r".amount_currency' if amount == '"r".amount' else "NULL::text"
    whole = exchanged(amount, currency, settled_day(source))
    origin = source.from_clause()
    with connection.cursor() as run:
        run.execute(
            f'SELECT "r".stage_id, {currency}, count(*), sum({amount}),'
            f" round(sum({amount} * {weight} / 100.0)), sum({whole.sql}),"
            f" sum({whole.sql} * {weight} / 100.0), {_rotting(policy, pipeline)}"
            f" FROM {origin.sql} WHERE {where.sql}"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            (*whole.params, *whole.params, *origin.params, *where.params),
        )
        found: dict[UUID, list[tuple[Any, ...]]] = {}
        for row in run.fetchall():
            found.setdefault(row[0], []).append(row[1:])
    return found


def _rotting(policy: Policy, pipeline: pipelines.PipelineFacts) -> str:
    """How many deals stand in their stage for longer than it allows, as an aggregate."""
    limits = [(stage.id, _limit(stage)) for stage in pipeline.stages]
    cases = " ".join(f"WHEN '{ident}' THEN {days:d}" for ident, days in limits if days is not None)
    if not cases or policy.field_access("opportunities", "stage_entered_at") == "hidden":
        return "0"
    allowed = f'make_interval(days => CASE "r".stage_id {cases} END)'
    return f'count(*) FILTER (WHERE "r".stage_entered_at <= now() - {allowed})'


def _summed(stage: pipelines.StageFacts, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    priced = [row for row in rows if row[0] and row[2] is not None]
    return {
        "count": sum(row[1] for row in rows),
        "rotting": sum(row[6] for row in rows),
        "sums": [{"currency": row[0], "amount": int(row[2])} for row in priced],
        "weighted": [
            {"currency": row[0], "amount": int(row[3])} for row in priced if row[3] is not None
        ],
        "total": total((row[0], row[4]) for row in priced),
        "weighted_total": total((row[0], row[5]) for row in priced if row[3] is not None),
    }
