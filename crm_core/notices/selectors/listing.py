"""The notifications of one person, newest first, as far as they may see what they are about."""

from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any
from uuid import UUID

from crm_core.notices.choices import NoticeKind
from crm_core.notices.models import Notice
from crm_core.notices.selectors.seen import (
    Titles,
    added_activities,
    is_seen,
    readable_fields,
    titles_for,
)
from crm_core.notices.words import sentence
from crm_core.records.policy import Policy, policy_for
from freehold.company.selectors import zone_for
from freehold.errors import NotSignedIn
from freehold.identity.actor import Actor

#: Unread ones are counted so far; the app shows “99+” beyond.
MOST_COUNTED = 100


@dataclass(frozen=True)
class Shown:
    """Notifications that their reader may see, and where the next page begins."""

    results: list[dict[str, Any]]
    next: UUID | None


def own(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotSignedIn()
    return actor.user_id


def list_notices(
    *,
    actor: Actor,
    limit: int,
    before: UUID | None = None,
    unread: bool = False,
    day: date | None = None,
) -> Shown:
    """A page may hold fewer than `limit`: what is about records out of reach is left out.

    `day`: see `sentence`.
    """
    rows = Notice.objects.filter(user_id=own(actor)).select_related("actor").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    if unread:
        rows = rows.filter(read_at=None)
    found = list(rows[: limit + 1])
    following = found[limit - 1].id if len(found) > limit else None
    return Shown(shown(found[:limit], policy_for(actor), day), following)


def count_unread(*, actor: Actor) -> int:
    """At most `MOST_COUNTED`."""
    rows = Notice.objects.filter(user_id=own(actor), read_at=None).order_by("-id")
    found = list(rows[:MOST_COUNTED])
    policy = policy_for(actor)
    titles = titles_for(found, policy)
    return sum(is_seen(one, titles, policy) for one in found)


def shown(notices: list[Notice], policy: Policy, day: date | None = None) -> list[dict[str, Any]]:
    """Notifications of one person, without those that this person may not see."""
    titles = titles_for(notices, policy)
    timed = next((one for one in notices if one.kind == NoticeKind.REMINDER), None)
    zone = zone_for(timed.user.time_zone) if timed else UTC
    seen = [one for one in notices if is_seen(one, titles, policy)]
    return [_shown(one, policy, titles, zone, day) for one in seen]


def _shown(
    notice: Notice, policy: Policy, titles: Titles, zone: tzinfo, day: date | None
) -> dict[str, Any]:
    title = titles.get((notice.object, notice.record)) if notice.record else None
    actor = notice.actor
    fields = readable_fields(notice, policy) if notice.object else []
    added = added_activities(notice, titles)
    text = sentence(notice, title, str(actor) if actor else "", fields, zone, added, day)
    record = {"id": notice.record, "name": title} if notice.record else None
    hook = notice.details.get("webhook")
    return {
        "id": notice.id,
        "kind": notice.kind,
        "text": text,
        "object": notice.object or None,
        "record": record,
        "actor": {"id": actor.id, "name": str(actor)} if actor else None,
        "job": notice.details if notice.details.get("job") else None,
        "webhook": {"id": hook, "name": notice.details.get("name")} if hook else None,
        "at": notice.at,
        "read_at": notice.read_at,
    }
