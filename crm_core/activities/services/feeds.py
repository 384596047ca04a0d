"""The secret address of one's calendar: made, renewed, taken away; only its digest is kept."""

import hashlib
import hmac
import secrets
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.access.services.people import update_oneself
from freehold.errors import Forbidden, NotFound, NotSignedIn
from freehold.identity.actor import Actor
from freehold.identity.lookups import user_by_id
from freehold.identity.models import User

PLACE = "calendar_feed"
_SECRET_BYTES = 32
_ID_LENGTH = 32


def feed_of(*, actor: Actor) -> dict[str, Any]:
    user = user_by_id(_own(actor))
    kept = _kept(user) if user is not None else {}
    return {"enabled": bool(kept), "created_at": kept.get("created_at")}


@transaction.atomic
def renew_feed(*, actor: Actor) -> str:
    """A new address; the former one leads nowhere from now on. Returns its secret part, once."""
    user = _locked(actor)
    token = f"{user.id.hex}{secrets.token_urlsafe(_SECRET_BYTES)}"
    kept = {"digest": _digest(token), "created_at": timezone.now().isoformat()}
    update_oneself(actor=actor, values={"preferences": {PLACE: kept}})
    return token


@transaction.atomic
def end_feed(*, actor: Actor) -> None:
    _locked(actor)
    update_oneself(actor=actor, values={"preferences": {PLACE: {}}})


def reader_of(token: str) -> Actor:
    """Who the secret belongs to, as somebody who may read; NotFound for any other text."""
    try:
        user = user_by_id(UUID(hex=token[:_ID_LENGTH]))
    except ValueError:
        user = None
    digest = _kept(user).get("digest", "") if user is not None and user.is_active else ""
    if user is None or not hmac.compare_digest(str(digest), _digest(token)):
        raise NotFound(_("There is no such calendar."))
    return Actor(user.id, str(user), "api", scopes=frozenset({"read"}))


def _own(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotSignedIn()
    return actor.user_id


def _locked(actor: Actor) -> User:
    if "all" not in actor.scopes:
        raise Forbidden(_("An API key bound to reading or to some objects may not change this."))
    return User.objects.select_for_update().get(id=_own(actor))


def _kept(user: User) -> dict[str, Any]:
    found = user.preferences.get(PLACE)
    return found if isinstance(found, dict) else {}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
