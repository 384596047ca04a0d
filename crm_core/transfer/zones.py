"""The zone of times that bear none: in a file for a spreadsheet, and in one that is imported."""

from uuid import UUID
from zoneinfo import ZoneInfo

from freehold.company.selectors import zone_for
from freehold.identity.models import User


def zone_of(user_id: UUID | None) -> ZoneInfo:
    """The zone in which the person sees times; the company's where they chose none."""
    if user_id is None:
        return zone_for("")
    chosen = User.objects.filter(id=user_id).values_list("time_zone", flat=True).first()
    return zone_for(chosen or "")
