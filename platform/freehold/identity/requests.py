"""From an authenticated request to the actor that every write and read is given."""

from typing import Any

from django.utils.translation import gettext as _

from freehold.errors import NotSignedIn
from freehold.identity import support
from freehold.identity.actor import Actor, request_id_of
from freehold.identity.models import ApiKey
from freehold.identity.sessions import end_idle
from freehold.identity.sightings import saw_user


def actor_of(request: Any) -> Actor:
    """Who asks: by an API key (`request.auth`) or by a session. NotSignedIn for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        raise NotSignedIn()
    request_id = request_id_of(request)
    key = getattr(request, "auth", None)
    if isinstance(key, ApiKey):
        return Actor(user.id, str(user), "api", request_id, frozenset(key.scopes))
    session = getattr(request, "session", None)
    supporting = support.support_of(session)
    if supporting is not None:
        return support.acting(user, supporting, request_id)
    if not saw_user(user.id, session.session_key or "" if session is not None else ""):
        end_idle(request)
        raise NotSignedIn(_("You were away for a long time. Sign in again."))
    return Actor(user.id, str(user), "web", request_id)
