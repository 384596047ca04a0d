"""A session in which an operator looks at a workspace as one of its users, for a short while.

Django's session carries the facts; that it still holds is a key in the tenant's cache, which goes
with its time, when somebody ends it, and when the cache is lost: the session ends then.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.utils import timezone

from freehold.identity.actor import Actor
from freehold.identity.models import User

_FACTS = "support"
#: The word among an actor's scopes that says so to the policy.
SCOPE = "support"


@dataclass(frozen=True, slots=True)
class Support:
    """Who looks, until when, whether they may also write, and the console's page they came from."""

    id: UUID
    operator: str
    until: datetime
    writes: bool
    back: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "operator": self.operator,
            "until": self.until.isoformat(),
            "writes": self.writes,
            "back": self.back,
        }


def begin(request: Any, user: User, support: Support) -> None:
    """This browser is the user's from now on; nothing of the user's own sign-in is touched."""
    session = request.session
    session.flush()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "freehold.identity.backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[_FACTS] = support.as_json()
    seconds = max(1, int((support.until - timezone.now()).total_seconds()))
    session.set_expiry(seconds)
    session.save()
    cache.set(_key(support.id), True, timeout=seconds)


def end(support_id: UUID) -> None:
    cache.delete(_key(support_id))


def support_of(session: Any) -> Support | None:
    """The facts of a support session; None for a person's own."""
    told = session.get(_FACTS) if session is not None and session.session_key else None
    if told is None:
        return None
    until = datetime.fromisoformat(told["until"])
    back = told.get("back", "")
    return Support(UUID(told["id"]), told["operator"], until, told["writes"], back)


def holds(support: Support) -> bool:
    """One question to Redis."""
    return support.until > timezone.now() and bool(cache.get(_key(support.id)))


def acting(user: User, support: Support, request_id: str) -> Actor:
    """The user's rights, bounded; the trail names the operator."""
    scopes = frozenset({"all" if support.writes else "read", SCOPE})
    return Actor(user.id, f"{support.operator} via support", "support", request_id, scopes)


def _key(support_id: UUID) -> str:
    return f"support:{support_id}"
