"""When someone was last seen, to the minute and without a statement for every request."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from freehold.context import current_tenant
from freehold.identity.models import ApiKey, User
from freehold.identity.sessions import saw_session

_EVERY = timedelta(minutes=1)
_MOST = 10_000
_lock = Lock()
_noted: OrderedDict[tuple[UUID, object], datetime] = OrderedDict()


def saw_user(user_id: UUID, session_key: str = "") -> bool:
    """False if the session had been idle for too long: it must end."""
    now = timezone.now()
    if not _due((user_id, session_key), now):
        return True
    unseen = Q(last_seen_at=None) | Q(last_seen_at__lt=now - _EVERY)
    User.objects.filter(unseen, id=user_id).update(last_seen_at=now)
    return saw_session(session_key, now) if session_key else True


def used_key(key_id: UUID) -> None:
    now = timezone.now()
    if _due(key_id, now):
        unused = Q(last_used_at=None) | Q(last_used_at__lt=now - _EVERY)
        ApiKey.objects.filter(unused, id=key_id).update(last_used_at=now)


def _due(what: object, now: datetime) -> bool:
    """Whether this process noted it a minute ago or more; what is forgotten is noted anew."""
    place = (current_tenant().id, what)
    with _lock:
        last = _noted.get(place)
        if last is not None and timedelta(0) <= now - last < _EVERY:
            return False
        _noted[place] = now
        _noted.move_to_end(place)
        while len(_noted) > _MOST:
            _noted.popitem(last=False)
    return True
