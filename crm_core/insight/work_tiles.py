"""Measures of cases and activities, and lists to work on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_core.insight.periods import Span, local_today, midnight
from crm_core.insight.tallies import Figure, Filter, Tally
from crm_core.insight.tiles import Asked, Tile, days, only, together, told
from crm_core.service.objects import PRIORITIES
from crm_core.service.rules import FINISHED

_FINISHED = sorted(FINISHED)
OPEN_CASE: Filter = {"field": "status", "op": "nin", "value": _FINISHED}
DONE_CASE: Filter = {"field": "status", "op": "in", "value": _FINISHED}
DONE: Filter = {"field": "status", "op": "eq", "value": "done"}


def _open_cases(asked: Asked) -> list[Figure]:
    return [Figure("open_cases", asked.of_scope("cases", OPEN_CASE), group_by="priority")]


def _tell_open_cases(asked: Asked, tally: Tally) -> dict[str, Any]:
    """Most urgent first; a priority that somebody added stands behind the known ones."""
    (figure,) = _open_cases(asked)
    labels = {one.value: one for one in PRIORITIES}
    order = [one.value for one in reversed(PRIORITIES)]
    groups = []
    for key, counted in tally[figure.name].items():
        known = labels.get(key)
        condition: Filter = {"field": "priority", "op": "eq", "value": key}
        if known is None:
            condition = {"not": {"field": "priority", "op": "in", "value": order}}
        groups.append(
            {
                **told(counted, together(figure.filter, condition)),
                "value": key,
                "label": str(known.label) if known else None,
                "color": known.color if known else None,
            }
        )
    groups.sort(key=lambda one: order.index(one["value"]) if one["value"] in order else len(order))
    return {"count": sum(one["count"] for one in groups), "filter": figure.filter, "groups": groups}


def _arrived(asked: Asked, span: Span) -> Filter:
    return asked.of_scope("cases", span.within("created_at", "datetime"))


def _new_cases(asked: Asked) -> list[Figure]:
    return [
        Figure("new_cases", _arrived(asked, asked.period)),
        Figure("new_cases.before", _arrived(asked, asked.before)),
    ]


def _tell_new_cases(asked: Asked, tally: Tally) -> dict[str, Any]:
    now, before = _new_cases(asked)
    return {
        **told(only(tally, now.name), now.filter),
        "previous": told(only(tally, before.name), before.filter),
    }


def _solved(asked: Asked, span: Span) -> Filter:
    return asked.of_scope("cases", DONE_CASE, span.within("closed_at", "datetime"))


def _resolution(asked: Asked) -> list[Figure]:
    return [
        Figure("resolution_time", _solved(asked, asked.period), days=True),
        Figure("resolution_time.before", _solved(asked, asked.before), days=True),
    ]


def _tell_resolution(asked: Asked, tally: Tally) -> dict[str, Any]:
    def mean(figure: Figure) -> dict[str, Any]:
        found = only(tally, figure.name)
        return told(found, figure.filter, value=days(found), measured=found.measured)

    now, before = _resolution(asked)
    return {**mean(now), "previous": mean(before)}


def _activities(asked: Asked) -> list[Figure]:
    wanted = asked.of_scope("activities", DONE, asked.period.within("completed_at", "datetime"))
    return [Figure("activities_per_person", wanted, group_by="owner")]


def _tell_activities(asked: Asked, tally: Tally) -> dict[str, Any]:
    (figure,) = _activities(asked)
    groups = []
    for key, counted in tally[figure.name].items():
        condition: Filter = {"field": "owner", "op": "eq", "value": key}
        if not key:
            condition = {"field": "owner", "op": "empty", "value": True}
        found = told(counted, together(figure.filter, condition))
        groups.append({**found, "value": key or None, "label": counted.label})
    groups.sort(key=lambda one: (-one["count"], one["label"] or ""))
    return {"count": sum(one["count"] for one in groups), "filter": figure.filter, "groups": groups}


def _tasks(asked: Asked) -> list[Figure]:
    tomorrow = Span(local_today(), local_today()).end.toordinal() + 1
    end = midnight(local_today().fromordinal(tomorrow))
    wanted = together(
        {"field": "owner", "op": "eq", "value": "me"},
        {"field": "status", "op": "eq", "value": "open"},
        {"field": "due_at", "op": "lt", "value": end},
    )
    return [Figure("my_tasks", wanted)]


def _tell_tasks(asked: Asked, tally: Tally) -> dict[str, Any]:
    (figure,) = _tasks(asked)
    return {**told(only(tally, figure.name), figure.filter), "sort": "due_at"}


def _nothing(asked: Asked) -> list[Figure]:
    return []


def _recent(name: str) -> Any:
    def tell(asked: Asked, tally: Tally) -> dict[str, Any]:
        parts = asked.of_scope(name)["and"]
        return {"count": None, "filter": {"and": parts} if parts else None, "sort": "-updated_at"}

    return tell


TILES = (
    Tile(
        "open_cases",
        "cases",
        "bars",
        "count",
        _("Open cases"),
        _("Cases that are neither resolved nor closed, by priority, whatever the period."),
        ("status", "priority"),
        _open_cases,
        _tell_open_cases,
    ),
    Tile(
        "new_cases",
        "cases",
        "number",
        "count",
        _("New cases"),
        _("Cases that arrived in the period. Compared with the same days of the period before."),
        ("created_at",),
        _new_cases,
        _tell_new_cases,
    ),
    Tile(
        "resolution_time",
        "cases",
        "number",
        "days",
        _("Resolution time"),
        _(
            "Days from the arrival of a case to its solution, nights and weekends included, on"
            " average over the cases resolved or closed in the period."
        ),
        ("status", "created_at", "closed_at"),
        _resolution,
        _tell_resolution,
    ),
    Tile(
        "activities_per_person",
        "activities",
        "bars",
        "count",
        _("Activities per person"),
        _("Calls, e-mails, meetings, notes and tasks that were completed in the period, by owner."),
        ("status", "completed_at", "owner"),
        _activities,
        _tell_activities,
    ),
    Tile(
        "my_tasks",
        "activities",
        "records",
        "count",
        _("My tasks"),
        _("Your open activities that are due today or were due before."),
        ("status", "due_at", "owner"),
        _tasks,
        _tell_tasks,
        personal=True,
    ),
    Tile(
        "recent_opportunities",
        "opportunities",
        "records",
        "count",
        _("Recently changed opportunities"),
        _("The opportunities that were changed last."),
        ("updated_at",),
        _nothing,
        _recent("opportunities"),
    ),
    Tile(
        "recent_cases",
        "cases",
        "records",
        "count",
        _("Recently changed cases"),
        _("The cases that were changed last."),
        ("updated_at",),
        _nothing,
        _recent("cases"),
    ),
)
