"""People named in the text of an activity: `@[Ada Lovelace](user:<id>)`, which is plain text."""

import re
from uuid import UUID

from crm_core.records.rules import Draft
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.identity.models import User

#: Nobody means more people than these by one text.
MOST = 50
_MARK = re.compile(r"@\[[^\[\]\n]{1,200}\]\(user:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)")


def mentioned_in(text: str | None) -> list[UUID]:
    """Each once, in the order of the text."""
    return list(dict.fromkeys(UUID(one) for one in _MARK.findall(text or "")))[:MOST]


def tell_mentioned(draft: Draft, actor: Actor) -> None:
    """Emit who is newly named; nobody hears of a private activity until it is one no longer."""
    if draft.instance is None or actor.source == "import" or draft.get("is_private"):
        return
    was_seen = bool(draft.before) and not draft.before.get("is_private")
    former = set(mentioned_in(draft.before.get("body"))) if was_seen else set()
    named = [one for one in mentioned_in(draft.get("body")) if one not in {*former, actor.user_id}]
    if not named:
        return
    there = set(User.objects.filter(id__in=named, is_active=True).values_list("id", flat=True))
    if users := [str(one) for one in named if one in there]:
        emit(
            "crm.activities.mentioned",
            actor=actor,
            object="activities",
            records=[draft.instance.id],
            payload={"users": users},
        )
