"""From the platform's host into the new workspace, without typing the password again.

The browser in which the password was chosen gets a token. The workspace's host takes it once,
within ten minutes, and only until somebody has signed in there.
"""

from typing import Any

import structlog
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.core.cache import cache
from django.utils.translation import gettext as _

from freehold.context import current_tenant
from freehold.errors import Forbidden
from freehold.identity.models import User
from freehold.redis_client import AWAY
from freehold.tokens import digest_of, new_token
from tenants.cache import PLATFORM
from tenants.models import Tenant

log = structlog.get_logger(__name__)

#: Longer than making a workspace takes on a bad day.
_SECONDS = 600


def allow_entry(tenant: Tenant, email: str) -> str:
    """A token for the user with this address; empty without Redis: they sign in by hand then."""
    token, _digest = new_token()
    try:
        cache.set(key_of(token), {"tenant": str(tenant.id), "email": email}, timeout=_SECONDS)
    except AWAY as error:
        log.warning("signup.no_entry", slug=tenant.slug, error=str(error))
        return ""
    return token


def enter(request: Any, token: str) -> None:
    """Sign this browser in, at the tenant's own host.

    `Forbidden` for a token that was used, ran out or is another tenant's, and when its user has
    signed in before or is no user any more: the answers look the same. A second factor is asked
    for as after a password.
    """
    user = _taken_by(token)
    if user is not None:
        perform_login(request, Login(user=user))
    if not request.user.is_authenticated:
        raise Forbidden(_("This link was used already, or is not good any more. Sign in instead."))


def _taken_by(token: str) -> User | None:
    key = key_of(token)
    try:
        waiting = cache.get(key)
        if waiting is None or waiting["tenant"] != str(current_tenant().id):
            return None
        if not cache.delete(key):  # of two at once, one
            return None
    except AWAY:
        return None
    return User.objects.filter(email=waiting["email"], is_active=True, last_login=None).first()


def key_of(token: str) -> str:
    """Where the token is kept: by its digest, in the cache."""
    return f"{PLATFORM}sign-up-entry:{digest_of(token)}"
