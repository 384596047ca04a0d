"""Later dates of repeating activities, for calendars."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import query, reading
from api.paging import names, single
from crm_core.activities.selectors.occurrences import occurrences
from crm_core.records.policy import policy_for
from crm_core.records.selectors.reading import readable_object
from freehold.errors import Malformed
from freehold.identity.actor import Actor

_LONGEST = timedelta(days=100)
_MOST_OWNERS = 200
_YEARS = range(1900, 2201)
_DATES = shapes.record(
    "OccurrenceDates",
    {name: shapes.moment() for name in ("due_at", "starts_at", "ends_at")},
    description="Those that the activity has.",
)
_SERIES = shapes.answer(
    "ActivityOccurrences",
    {
        "activity": {
            "type": "object",
            "additionalProperties": True,
            "description": "The open activity that they come from, as you may see it.",
        },
        "dates": shapes.array(_DATES, "Of each of those that will follow it."),
    },
)
_ANSWER = shapes.answer(
    "PlannedOccurrences",
    {
        "results": shapes.array(_SERIES),
        "complete": shapes.boolean("False where there are more than are told."),
    },
)
_DESCRIPTION = (
    "No record holds these dates: each becomes an activity when the one before it is done. They "
    "follow the rule at the clock of the activity's owner, from now on, until the rule ends."
)


class PlannedOccurrences(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listActivityOccurrences",
            "The later dates of repeating activities",
            "Calendar",
            _ANSWER,
            description=_DESCRIPTION,
            parameters=(
                query("from", shapes.moment(), "The beginning of the time.", required=True),
                query("until", shapes.moment(), "Its end, 100 days later at most.", required=True),
                query("owner", shapes.text(), "Ids of users with commas between; you without."),
            ),
        )
    }

    def get(self, request: Request) -> Response:
        readable_object("activities", policy_for(self.actor))
        given = single(request.query_params)
        since, until = _moment(given, "from"), _moment(given, "until")
        if not since < until <= since + _LONGEST:
            raise Malformed(_("“until” is later than “from”, by 100 days at most."))
        owners = _owners(given.get("owner", ""), self.actor)
        found = occurrences(self.actor, owners=owners, since=since, until=until)
        results = [{"activity": one.activity, "dates": one.dates} for one in found.series]
        return Response({"results": results, "complete": found.complete})


def _moment(given: dict[str, str], name: str) -> datetime:
    try:
        found = parse_datetime(given.get(name, ""))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in _YEARS:
        raise Malformed(_("“%(name)s” is a time such as 2026-03-31T09:30:00Z.") % {"name": name})
    return found.astimezone(UTC)


def _owners(text: str, actor: Actor) -> list[UUID]:
    try:
        found = [UUID(one) for one in names(text)]
    except ValueError as error:
        raise Malformed(_("“owner” holds ids (UUIDs) with commas between.")) from error
    if len(found) > _MOST_OWNERS:
        raise Malformed(_("“owner” names at most %(most)d users.") % {"most": _MOST_OWNERS})
    return found or ([actor.user_id] if actor.user_id else [])
