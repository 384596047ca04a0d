"""The time zones that people live in."""

from collections.abc import Collection
from uuid import UUID
from zoneinfo import ZoneInfo

from freehold.company.selectors import company
from freehold.identity.models import User


def zones_of(owners: Collection[UUID | None]) -> dict[UUID | None, ZoneInfo]:
    """The time zone of each owner: the company's, where they chose none."""
    if not owners:
        return {}
    people = [one for one in owners if one is not None]
    own = dict(User.objects.filter(id__in=people).values_list("id", "time_zone"))
    usual = company().zone
    return {one: ZoneInfo(own[one]) if one and own.get(one) else usual for one in owners}
