"""What someone's browsers hold: listed, ended, and at an end by themselves after a while."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit import services as audit
from freehold.context import on_commit
from freehold.errors import NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User

_listeners: list[Callable[[str], None]] = []


def on_ended(listener: Callable[[str], None]) -> None:
    """Have `listener` called, inside the tenant, with the key of each session that was ended."""
    _listeners.append(listener)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign the user out everywhere, except in the session `but`; the number that ended."""
    return _end(UserSession.objects.filter(user=user).exclude(session_key=but or ""))


def sessions_of(user_id: UUID, *, current: str) -> list[dict[str, Any]]:
    """The browsers that are signed in, this one (`current` is its session's key) first."""
    rows = list(UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at", "-id"))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    shown = [_shown(row, current) for row in rows if row.session_key in alive]
    return sorted(shown, key=lambda one: not one["current"])


@transaction.atomic
def end_session(session_id: int, *, actor: Actor) -> None:
    """One of the actor's own browsers is out from now on."""
    found = UserSession.objects.filter(id=session_id, user_id=actor.user_id)
    if not found.exists():
        raise NotFound(_("There is no such session: it may have ended already."))
    _end(found)
    _tell(actor, 1)


@transaction.atomic
def end_other_sessions(*, actor: Actor, current: str) -> int:
    """All of the actor's browsers but this one are out; how many there were."""
    ended = _end(UserSession.objects.filter(user_id=actor.user_id).exclude(session_key=current))
    if ended:
        _tell(actor, ended)
    return ended


def saw_session(key: str, now: datetime) -> bool:
    """Note that a browser was here; False if it had been away for too long."""
    oldest = now - timedelta(hours=settings.SESSION_IDLE_HOURS)
    rows = UserSession.objects.filter(session_key=key)
    if rows.filter(last_seen_at__gte=oldest).update(last_seen_at=now):
        return True
    return not rows.exists()


def end_idle(request: Any) -> None:
    """End the session of this very request."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()


def forget_ended(rows: QuerySet[UserSession]) -> int:
    """Delete those whose session is at an end by now; how many there were."""
    alive = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    return rows.filter(~Exists(alive)).delete()[0]


def forget_expired(now: datetime) -> dict[str, int]:
    """Delete what no browser can come back with: expired sessions, and those away for too long."""
    oldest = now - timedelta(hours=settings.SESSION_IDLE_HOURS)
    idle = _end(UserSession.objects.filter(last_seen_at__lt=oldest))
    expired = Session.objects.filter(expire_date__lte=now).delete()[0]
    return {"idle": idle, "expired": expired, "browsers": forget_ended(UserSession.objects.all())}


def _end(rows: Any) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    rows.delete()
    forget(keys)
    on_commit(lambda: _tell_ended(keys))
    return len(keys)


def _tell_ended(keys: Iterable[str]) -> None:
    for key in keys:
        for listener in _listeners:
            listener(key)


def forget(keys: Iterable[str]) -> None:
    """Take sessions out of the store: their cookies are worth nothing from now on."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)


def _shown(row: UserSession, current: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "user_agent": row.user_agent,
        "ip": row.ip,
        "created_at": row.created_at,
        "last_seen_at": row.last_seen_at,
        "current": row.session_key == current,
    }


def _tell(actor: Actor, count: int) -> None:
    audit.record(
        actor=actor,
        action="identity.sessions.ended",
        object="users",
        record_id=actor.user_id,
        record_name=actor.name,
        changes={"sessions": [count, 0]},
    )
