"""API keys: made once, shown once, kept as a digest."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold import epoch
from freehold.audit import services as audit
from freehold.epoch import TenantMemo
from freehold.errors import Faults, Invalid, NotFound, NotSignedIn
from freehold.identity.actor import Actor
from freehold.identity.lookups import user_by_id
from freehold.identity.models import ApiKey, User
from freehold.identity.sightings import used_key

_SHAPE = re.compile(r"(fh_[0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_SCOPE = re.compile(r"all|read|[a-z][a-z0-9_-]{0,40}\.(read|write)")
_keys: TenantMemo[ApiKey] = TenantMemo(size=4096)


@transaction.atomic
def create_api_key(
    *,
    actor: Actor,
    user_id: UUID,
    name: str,
    scopes: Sequence[str] = ("all",),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """The key and its text `fh_<prefix>_<secret>`, which is nowhere stored.

    Scopes: "all", "read", "<object>.read", "<object>.write". The secret has 256 random bits, so a
    plain SHA-256 keeps it (a slow hash protects guessable secrets).
    """
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no such active user."))
    _check(name, scopes, expires_at)
    prefix = f"fh_{secrets.token_hex(6)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        user=user,
        name=name.strip(),
        prefix=prefix,
        digest=_digest(text),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    _tell(actor, "created", key, {"scopes": [None, key.scopes], "user": [None, str(user)]})
    return key, text


@transaction.atomic
def revoke_api_key(*, actor: Actor, key_id: UUID) -> ApiKey:
    """From now on the key is nothing; revoking it again changes nothing."""
    key = ApiKey.objects.select_for_update().filter(id=key_id).first()
    if key is None:
        raise NotFound(_("There is no such API key."))
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        _tell(actor, "revoked", key, {"revoked_at": [None, key.revoked_at.isoformat()]})
    return key


def authenticate_key(text: str) -> tuple[User, ApiKey]:
    """Whose key this is; NotSignedIn for one that is unknown here, revoked, expired or orphaned."""
    key = _known(text)
    if key is None:
        _note_refusal(text)
        raise NotSignedIn(_("This API key is not valid in this workspace."))
    if key.revoked_at is not None:
        raise NotSignedIn(_("This API key was revoked. Create a new one."))
    if key.expires_at is not None and key.expires_at <= timezone.now():
        raise NotSignedIn(_("This API key has expired. Create a new one."))
    user = user_by_id(key.user_id)
    if user is None or not user.is_active:
        raise NotSignedIn(_("The user of this API key is not active."))
    used_key(key.id)
    return user, key


class _UnknownError(Exception):
    """Not kept: guesses must not fill the memory."""


def _known(text: str) -> ApiKey | None:
    shaped = _SHAPE.fullmatch(text)
    if shaped is None:
        return None
    digest = _digest(text)

    def read() -> ApiKey:
        key = ApiKey.objects.filter(prefix=shaped[1]).first()
        if key is None or not hmac.compare_digest(key.digest, digest):
            raise _UnknownError
        return key

    try:
        return _keys.get(digest, read)
    except _UnknownError:
        return None


def _note_refusal(text: str) -> None:
    """One audit row a minute for each prefix that is tried: the secret is in none."""
    shaped = _SHAPE.fullmatch(text)
    prefix = shaped[1] if shaped else "unreadable"
    if cache.add(f"key-refused:{prefix}", 1, timeout=60):
        audit.record(
            actor=Actor(None, prefix, "api"),
            action="identity.api_key.refused",
            object="api-keys",
            record_name=prefix,
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check(name: Any, scopes: Any, expires_at: datetime | None) -> None:
    faults = Faults()
    with faults:
        if not isinstance(name, str) or not name.strip() or len(name.strip()) > 100:
            raise Invalid.at("name", "invalid", _("Give the key a name of up to 100 characters."))
    with faults:
        _check_scopes(scopes)
    with faults:
        if expires_at is not None and expires_at <= timezone.now():
            raise Invalid.at("expires_at", "past", _("Choose an end that lies ahead."))
    faults.tell()


def _check_scopes(scopes: Any) -> None:
    listed = isinstance(scopes, list | tuple) and 0 < len(scopes) <= 100
    if not listed or not all(isinstance(one, str) and _SCOPE.fullmatch(one) for one in scopes):
        raise Invalid.at(
            "scopes", "invalid", _("Use “all”, “read”, “<object>.read” or “<object>.write”.")
        )


def _tell(actor: Actor, happened: str, key: ApiKey, changes: dict[str, list[Any]]) -> None:
    epoch.bump()
    audit.record(
        actor=actor,
        action=f"identity.api_key.{happened}",
        object="api-keys",
        record_id=key.id,
        record_name=str(key),
        changes=changes,
    )
