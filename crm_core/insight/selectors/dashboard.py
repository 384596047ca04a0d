"""The numbers of one reader's home screen: one statement for each object that has a tile there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.access.policy import Policy, policy_for
from crm_core.insight import layouts, periods, scopes
from crm_core.insight.stage_ways import reached_stages
from crm_core.insight.tallies import Subject, Tally, tally
from crm_core.insight.tiles import Asked, Tile
from crm_core.records import catalogue
from crm_core.records.fragments import Fragment
from crm_core.records.query.source import Source
from crm_core.sales.selectors import pipelines
from freehold.company.selectors import company
from freehold.errors import NotFound
from freehold.identity.actor import Actor


def dashboard(
    *, actor: Actor, period: str = "", scope: str = "", pipeline: UUID | None = None
) -> dict[str, Any]:
    """The reader's tiles with their numbers, each with the filter of the list behind it."""
    policy = policy_for(actor)
    readable = [name for name in layouts.OBJECTS if policy.can(name, "read")]
    span = periods.span(period or periods.DEFAULT)
    asked = Asked(
        policy=policy,
        period=span,
        before=periods.before(span),
        months=tuple(periods.past_months()),
        scope=scopes.chosen(scope, policy, readable),
        pipeline=_pipeline(pipeline),
    )
    layout = layouts.layout_of(actor, policy, asked.scope)
    tiles = [layouts.TILES[key] for key in layout.shown if _can_be_counted(key, asked)]
    counted = _count(tiles, asked)
    return {
        **_described(asked, readable, tiles),
        "tiles": [_told(one, asked, counted) for one in tiles],
        "hidden": [_named(layouts.TILES[key]) for key in layout.hidden],
        "is_own": layout.is_own,
    }


def _described(asked: Asked, readable: list[str], tiles: list[Tile]) -> dict[str, Any]:
    chosen = asked.pipeline if any(one.of_pipeline for one in tiles) else None
    known = pipelines.current().pipelines.values() if chosen else ()
    return {
        "period": asked.period.relative,
        "span": _span(asked.period),
        "previous": _span(asked.before),
        "scope": asked.scope,
        "scopes": scopes.offered(asked.policy, readable),
        "currency": company().currency,
        "time_zone": company().zone.key,
        "pipeline": {"id": chosen.id, "name": chosen.name} if chosen else None,
        "pipelines": [{"id": one.id, "name": one.name} for one in known],
    }


def _span(span: periods.Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def _pipeline(wanted: UUID | None) -> pipelines.PipelineFacts | None:
    known = pipelines.current()
    if wanted is None:
        return known.default
    found = known.pipelines.get(wanted)
    if found is None:
        raise NotFound(_("There is no such pipeline."))
    return found


def _can_be_counted(key: str, asked: Asked) -> bool:
    return asked.pipeline is not None or not layouts.TILES[key].of_pipeline


def _count(tiles: Iterable[Tile], asked: Asked) -> Tally:
    by_object: dict[str, list[Tile]] = {}
    for one in tiles:
        by_object.setdefault(one.object, []).append(one)
    found: Tally = {}
    for name, its in by_object.items():
        figures = [figure for tile in its for figure in tile.figures(asked)]
        found |= tally(_source(asked.policy, name), figures, _subject(name, its, asked.policy))
    if any(one.key == "stage_conversion" for one in by_object.get("opportunities", ())):
        found["reached"] = reached_stages(_source(asked.policy, "opportunities"), asked)
    return found


def _source(policy: Policy, object_name: str) -> Source:
    known = catalogue.current()
    return Source(known, policy, known.object(object_name))


def _subject(object_name: str, tiles: list[Tile], policy: Policy) -> Subject:
    """What is measured, as far as a tile asks for it and the reader may see it."""
    keys = {one.key for one in tiles}

    def readable(field: str) -> str:
        return "" if policy.field_access(object_name, field) == "hidden" else field

    if object_name == "opportunities":
        worth = any(one.unit == "money" for one in tiles)
        amount = readable("amount") if worth else ""
        weight = readable("probability") if amount else ""
        return Subject(amount, weight, _cycle() if "sales_cycle" in keys else None)
    if "resolution_time" in keys:
        took = 'extract(epoch FROM "r".closed_at - "r".created_at) / 86400.0'
        return Subject(days=Fragment(f'CASE WHEN "r".closed_at >= "r".created_at THEN {took} END'))
    return Subject()


def _cycle() -> Fragment:
    """Whole days of the tenant; NULL for what was closed before it was entered."""
    zone = company().zone.key
    entered = '("r".created_at AT TIME ZONE %s)::date'
    return Fragment(
        f'CASE WHEN "r".closed_on >= {entered} THEN "r".closed_on - {entered} END', (zone, zone)
    )


def _named(tile: Tile) -> dict[str, Any]:
    return {"key": tile.key, "label": str(tile.label), "definition": str(tile.definition)}


def _told(tile: Tile, asked: Asked, counted: Tally) -> dict[str, Any]:
    return {
        **_named(tile),
        "object": tile.object,
        "kind": tile.kind,
        "unit": tile.unit,
        "reach": scopes.MINE if tile.personal else asked.scope_of(tile.object),
        **tile.tell(asked, counted),
    }
