"""Measures of opportunities and leads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_core.insight.periods import Span
from crm_core.insight.tallies import Counted, Figure, Filter, Tally
from crm_core.insight.tiles import Asked, Tile, days, filters, only, share, together, told
from crm_core.sales.selectors.pipelines import StageFacts

OBJECT = "opportunities"
OPEN: Filter = {"field": "status", "op": "eq", "value": "open"}
WON: Filter = {"field": "status", "op": "eq", "value": "won"}
CLOSED: Filter = {"field": "status", "op": "in", "value": ["won", "lost"]}


def _pipeline_value(asked: Asked) -> list[Figure]:
    return [Figure("pipeline_value", asked.of_scope(OBJECT, OPEN), amount=True)]


def _tell_pipeline_value(asked: Asked, tally: Tally) -> dict[str, Any]:
    (figure,) = _pipeline_value(asked)
    return told(only(tally, figure.name), figure.filter)


def _won(asked: Asked) -> list[Figure]:
    return [
        Figure("won", _closed(asked, WON, asked.period), amount=True),
        Figure("won.before", _closed(asked, WON, asked.before), amount=True),
    ]


def _closed(asked: Asked, status: Filter, span: Span) -> Filter:
    return asked.of_scope(OBJECT, status, span.within("closed_on", "date"))


def _tell_won(asked: Asked, tally: Tally) -> dict[str, Any]:
    now, before = _won(asked)
    return {
        **told(only(tally, now.name), now.filter),
        "previous": told(only(tally, before.name), before.filter),
    }


def _win_rate(asked: Asked) -> list[Figure]:
    return [
        Figure("win_rate", _closed(asked, CLOSED, asked.period)),
        Figure("win_rate.won", WON, within="win_rate"),
        Figure("win_rate.before", _closed(asked, CLOSED, asked.before)),
        Figure("win_rate.won_before", WON, within="win_rate.before"),
    ]


def _tell_win_rate(asked: Asked, tally: Tally) -> dict[str, Any]:
    found = filters(_win_rate(asked))

    def rate(closed: str, won: str) -> dict[str, Any]:
        whole, part = only(tally, closed), only(tally, won)
        return told(
            whole,
            found[closed],
            value=share(part.count, whole.count),
            part={"count": part.count, "filter": found[won]},
        )

    return {
        **rate("win_rate", "win_rate.won"),
        "previous": rate("win_rate.before", "win_rate.won_before"),
    }


def _cycle(asked: Asked) -> list[Figure]:
    return [
        Figure("sales_cycle", _closed(asked, WON, asked.period), days=True),
        Figure("sales_cycle.before", _closed(asked, WON, asked.before), days=True),
    ]


def _tell_cycle(asked: Asked, tally: Tally) -> dict[str, Any]:
    now, before = _cycle(asked)
    return {**_mean(tally, now), "previous": _mean(tally, before)}


def _mean(tally: Tally, figure: Figure) -> dict[str, Any]:
    found = only(tally, figure.name)
    return told(found, figure.filter, value=days(found), measured=found.measured)


def _in_pipeline(asked: Asked) -> Filter:
    assert asked.pipeline is not None
    return {"field": "pipeline", "op": "eq", "value": str(asked.pipeline.id)}


def _by_stage(asked: Asked) -> list[Figure]:
    wanted = asked.of_scope(OBJECT, OPEN, _in_pipeline(asked))
    return [Figure("pipeline_by_stage", wanted, group_by="stage", amount=True)]


def _tell_by_stage(asked: Asked, tally: Tally) -> dict[str, Any]:
    (figure,) = _by_stage(asked)
    found = tally[figure.name]
    groups = [
        {
            **told(
                found.get(str(stage.id), Counted()),
                together(figure.filter, {"field": "stage", "op": "eq", "value": str(stage.id)}),
            ),
            **_stage(stage),
        }
        for stage in _open_stages(asked)
    ]
    return {"count": sum(one["count"] for one in groups), "filter": figure.filter, "groups": groups}


def _open_stages(asked: Asked) -> list[StageFacts]:
    assert asked.pipeline is not None
    return [stage for stage in asked.pipeline.stages if stage.category == "open"]


def _stage(stage: StageFacts) -> dict[str, Any]:
    return {"value": str(stage.id), "label": stage.name, "color": stage.color or None}


def _by_month(asked: Asked) -> list[Figure]:
    span = Span(asked.months[0].start, asked.months[-1].end)
    wanted = _closed(asked, WON, span)
    return [Figure("won_by_month", wanted, group_by="closed_on:month", amount=True)]


def _tell_by_month(asked: Asked, tally: Tally) -> dict[str, Any]:
    (figure,) = _by_month(asked)
    found = tally[figure.name]
    groups = [
        {
            **told(
                found.get(month.start.isoformat(), Counted()),
                _closed(asked, WON, month),
            ),
            "value": month.start.isoformat(),
            "label": month.start.isoformat()[:7],
        }
        for month in asked.months
    ]
    return {"count": sum(one["count"] for one in groups), "filter": figure.filter, "groups": groups}


def conversion_cohort(asked: Asked) -> Filter:
    return asked.of_scope(
        OBJECT, CLOSED, asked.period.within("closed_on", "date"), _in_pipeline(asked)
    )


def _conversion(asked: Asked) -> list[Figure]:
    return [Figure("stage_conversion", conversion_cohort(asked))]


def _tell_conversion(asked: Asked, tally: Tally) -> dict[str, Any]:
    (figure,) = _conversion(asked)
    whole = only(tally, figure.name)
    groups: list[dict[str, Any]] = []
    former = whole.count
    for stage, ids in reaching(asked):
        reached = tally["reached"].get(str(stage.id), Counted())
        condition: Filter = {"field": "stage", "op": "was", "value": ids}
        groups.append(
            {
                **told(reached, together(figure.filter, condition)),
                **_stage(stage),
                "share": share(reached.count, whole.count),
                "step": share(reached.count, former),
                "days": days(reached),
            }
        )
        former = reached.count
    return {**told(whole, figure.filter), "groups": groups}


def reaching(asked: Asked) -> list[tuple[StageFacts, list[str]]]:
    """Each stage with the ids of itself and those behind it: who was in one of them reached it."""
    assert asked.pipeline is not None
    way = [stage for stage in asked.pipeline.stages if stage.category == "open"]
    end = [stage for stage in asked.pipeline.stages if stage.category == "won"]
    won = [str(stage.id) for stage in end]
    found = [(stage, [*(str(one.id) for one in way[at:]), *won]) for at, stage in enumerate(way)]
    return [*found, *((stage, won) for stage in end[:1])]


def _leads(asked: Asked) -> list[Figure]:
    converted: Filter = {"field": "status", "op": "eq", "value": "converted"}
    made = [
        asked.of_scope("leads", span.within("created_at", "datetime"))
        for span in (asked.period, asked.before)
    ]
    return [
        Figure("lead_conversion", made[0]),
        Figure("lead_conversion.done", converted, within="lead_conversion"),
        Figure("lead_conversion.before", made[1]),
        Figure("lead_conversion.done_before", converted, within="lead_conversion.before"),
    ]


def _tell_leads(asked: Asked, tally: Tally) -> dict[str, Any]:
    found = filters(_leads(asked))

    def rate(made: str, done: str) -> dict[str, Any]:
        whole, part = only(tally, made), only(tally, done)
        return told(
            whole,
            found[made],
            value=share(part.count, whole.count),
            part={"count": part.count, "filter": found[done]},
        )

    return {
        **rate("lead_conversion", "lead_conversion.done"),
        "previous": rate("lead_conversion.before", "lead_conversion.done_before"),
    }


TILES = (
    Tile(
        "pipeline_value",
        OBJECT,
        "number",
        "money",
        _("Pipeline value"),
        _(
            "The amounts of all open opportunities added up, whatever the period."
            " Weighted: each amount times its probability. Several currencies are added up by"
            " today's rates, where the company has entered some."
        ),
        ("status", "amount"),
        _pipeline_value,
        _tell_pipeline_value,
    ),
    Tile(
        "won",
        OBJECT,
        "number",
        "money",
        _("Won"),
        _(
            "The amounts of the opportunities that were won, by the day they were closed on."
            " Compared with the same days of the period before."
        ),
        ("status", "amount", "closed_on"),
        _won,
        _tell_won,
    ),
    Tile(
        "win_rate",
        OBJECT,
        "number",
        "share",
        _("Win rate"),
        _("Of the opportunities closed in the period, won or lost, the part that was won."),
        ("status", "closed_on"),
        _win_rate,
        _tell_win_rate,
    ),
    Tile(
        "sales_cycle",
        OBJECT,
        "number",
        "days",
        _("Sales cycle"),
        _(
            "Days from the creation of an opportunity to the day it was won, on average over those"
            " won in the period. Closed before they were entered: they don't count."
        ),
        ("status", "closed_on", "created_at"),
        _cycle,
        _tell_cycle,
    ),
    Tile(
        "pipeline_by_stage",
        OBJECT,
        "bars",
        "money",
        _("Open opportunities by stage"),
        _("The open opportunities of one pipeline in each of its stages, with their amounts."),
        ("status", "stage", "pipeline"),
        _by_stage,
        _tell_by_stage,
        of_pipeline=True,
    ),
    Tile(
        "won_by_month",
        OBJECT,
        "months",
        "money",
        _("Won by month"),
        _("The amounts of the opportunities won in each of the last twelve months."),
        ("status", "amount", "closed_on"),
        _by_month,
        _tell_by_month,
    ),
    Tile(
        "stage_conversion",
        OBJECT,
        "funnel",
        "share",
        _("Stage conversion"),
        _(
            "Of the opportunities closed in the period, won or lost, how many had ever reached a"
            " stage or one behind it. Time: how long those that left a stage had stood in it, on"
            " average, by the stage history."
        ),
        ("status", "stage", "pipeline", "closed_on"),
        _conversion,
        _tell_conversion,
        of_pipeline=True,
    ),
    Tile(
        "lead_conversion",
        "leads",
        "number",
        "share",
        _("Lead conversion"),
        _("Of the leads created in the period, the part that has been converted by now."),
        ("status", "created_at"),
        _leads,
        _tell_leads,
    ),
)
