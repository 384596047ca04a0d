"""Telling people: never of what they may not see, never of their own deeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_core.access.policy import Policy, policies_of
from crm_core.notices.choices import Channel, NoticeKind
from crm_core.notices.models import Notice
from crm_core.notices.selectors.seen import is_seen, titles_for
from crm_core.notices.settings import channel_of
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.jobs.services import start_job

MAIL = "notices.mail"
#: Several changes by one person within this time are one notification.
TOGETHER = timedelta(minutes=15)

#: So many of the waiting notifications are looked at for one that says the like.
_MOST_WAITING = 10
_MOST_KEPT = 200


@dataclass(frozen=True)
class News:
    """What `users` should know. `key` names what each of them is told only once."""

    kind: NoticeKind
    users: Sequence[UUID]
    object: str = ""
    record: UUID | None = None
    actor: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None

    def notice_for(self, user_id: UUID) -> Notice:
        return Notice(
            user_id=user_id,
            kind=self.kind,
            object=self.object,
            record=self.record,
            actor_id=self.actor,
            details=dict(self.details),
            key=self.key,
        )


def tell(news: Iterable[News]) -> list[Notice]:
    """Store a notification for everybody who wants it and may see what it is about."""
    pairs = [(one, user) for one in news for user in dict.fromkeys(one.users) if user != one.actor]
    if not pairs:
        return []
    ids = {user for _, user in pairs}
    people = User.objects.filter(id__in=ids, is_active=True)
    preferences = {one.id: one.preferences for one in people}
    wanted: dict[UUID, list[Notice]] = {}
    channels: dict[UUID, str] = {}
    for one, user in pairs:
        channel = channel_of(preferences[user], one.kind) if user in preferences else Channel.OFF
        if channel != Channel.OFF:
            notice = one.notice_for(user)
            channels[notice.id] = channel
            wanted.setdefault(user, []).append(notice)
    policies = policies_of(list(wanted))
    told = [
        notice for user, notices in wanted.items() for notice in _visible(notices, policies[user])
    ]
    return _stored(told, channels)


def _visible(notices: list[Notice], policy: Policy) -> list[Notice]:
    titles = titles_for(notices, policy)
    return [notice for notice in notices if is_seen(notice, titles, policy)]


def _stored(notices: list[Notice], channels: Mapping[UUID, str]) -> list[Notice]:
    fresh = [notice for notice in notices if not _joined(notice)]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    if any(notice.key for notice in fresh):
        stored = set(Notice.objects.filter(id__in=[one.id for one in fresh]).values_list("id"))
        fresh = [notice for notice in fresh if (notice.id,) in stored]
    by_mail = [str(one.id) for one in fresh if channels[one.id] == Channel.EMAIL]
    if by_mail:
        start_job(MAIL, {"notices": by_mail}, actor=SYSTEM)
    return fresh


def _joined(notice: Notice) -> bool:
    """More of the same by the same person goes into the notification that still waits."""
    if notice.kind not in (NoticeKind.ASSIGNED, NoticeKind.FOLLOWED):
        return False
    waiting = Notice.objects.select_for_update(of=("self",)).filter(
        user=notice.user_id,
        kind=notice.kind,
        object=notice.object,
        record=notice.record,
        actor=notice.actor_id,
        read_at=None,
        at__gte=timezone.now() - TOGETHER,
    )
    more = notice.details
    recent = waiting.order_by("-id")[:_MOST_WAITING]
    found = next((one for one in recent if _lists(one.details) == _lists(more)), None)
    if found is None:
        return False
    held = found.details
    for name in _lists(more):
        held[name] = sorted({*held[name], *more[name]})[:_MOST_KEPT]
    if "count" in more:
        held["count"] = held.get("count", 0) + more["count"]
    found.save(update_fields=["details"])
    return True


def _lists(details: Mapping[str, Any]) -> list[str]:
    """What a notification enumerates: fields, activities or files."""
    return sorted(name for name, value in details.items() if isinstance(value, list))
