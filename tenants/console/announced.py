"""What the people of the active tenant are told by the operators, and have closed."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.context import TenantContext, current_tenant
from freehold.errors import Conflict, NotFound
from freehold.identity.actor import Actor
from tenants.console.models import Announcement, Audience, Dismissal, Level
from tenants.context import in_public
from tenants.marked import Marked

MOMENTS: Final = ("shown_from", "shown_until", "happens_from", "happens_until")
#: Browsers are told so early of what is shown later, and show it by their own clock.
_AHEAD = timedelta(days=1)
#: So long somebody might still prolong one that is over.
_KEPT = timedelta(days=30)
_SERIOUS = [Level.TROUBLE, Level.MAINTENANCE, Level.NOTICE]


def announcements_for(user_id: UUID | None) -> list[dict[str, Any]]:
    """What the active tenant's user is told now or within a day, the most serious first.

    It costs a statement only while something is told that can be closed.
    """
    here, now = current_tenant(), timezone.now()
    found = [
        row
        for row in standing.get(at_once=True)
        if row.shown_from <= now + _AHEAD and row.shown_until > now and _reaches(row, here)
    ]
    closed = _closed_by(user_id, [row.id for row in found if row.dismissible])
    found.sort(key=lambda row: (_SERIOUS.index(Level(row.level)), row.shown_from))
    return [_as_json(row) for row in found if row.id not in closed]


def dismiss(announcement_id: UUID, *, actor: Actor) -> None:
    """It is not shown to this person again; doing it twice is the same as once."""
    here = current_tenant()
    found = [row for row in standing.get(at_once=True) if row.id == announcement_id]
    if not found or not _reaches(found[0], here) or actor.user_id is None:
        raise missing()
    if not found[0].dismissible:
        raise Conflict(_("This announcement stays until it is over."))
    with in_public():
        Dismissal.objects.get_or_create(
            announcement_id=announcement_id, user_id=actor.user_id, defaults={"tenant_id": here.id}
        )


def forget_old() -> int:
    """Who closed announcements that are over for a month: nobody is shown them again anyway."""
    before = timezone.now() - _KEPT
    with in_public():
        return Dismissal.objects.filter(announcement__shown_until__lt=before).delete()[0]


def _load() -> list[Announcement]:
    return list(Announcement.objects.filter(shown_until__gt=timezone.now()))


standing: Final[Marked[list[Announcement]]] = Marked("announcements", _load)


def _reaches(row: Announcement, tenant: TenantContext) -> bool:
    match row.audience:
        case Audience.PLANS:
            return tenant.plan in row.chosen
        case Audience.REGIONS:
            return tenant.region in row.chosen
        case Audience.TENANTS:
            return str(tenant.id) in row.chosen
        case _:
            return True


def _closed_by(user_id: UUID | None, asked: list[UUID]) -> set[UUID]:
    if user_id is None or not asked:
        return set()
    with in_public():
        closed = Dismissal.objects.filter(user_id=user_id, announcement_id__in=asked)
        return set(closed.values_list("announcement_id", flat=True))


def _as_json(row: Announcement) -> dict[str, Any]:
    names = ("id", "texts", "link", "level", "dismissible", *MOMENTS)
    return {name: told(getattr(row, name)) for name in names}


def told(value: Any) -> Any:
    """Moments and ids as JSON takes them."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def missing() -> NotFound:
    return NotFound(_("There is no such announcement."))
