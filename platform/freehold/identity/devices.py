"""Browsers in which someone has signed in before: a stranger's wrong guesses don't lock them out.

Failed sign-ins are counted for each address, so that nobody guesses on from many places. A browser
that holds a device mark of that person is counted by itself. The mark opens nothing: whoever has
it still needs the password, and a new password makes it worthless.
"""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from freehold.context import current_tenant
from freehold.identity.models import User

_PURPOSE = "freehold.device"
_KEPT_SECONDS = 180 * 24 * 3600
_MOST = 200
_SIGNED_IN = "_freehold_signed_in"


def signed_in(request: HttpRequest, user: User) -> None:
    """The answer to this request gives the browser a mark."""
    setattr(request, _SIGNED_IN, user)


def known_device(request: HttpRequest, email: str) -> str | None:
    """Names this browser, if the person with that address has signed in with it before."""
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    name, _, rest = mark.partition(".")
    issued, _, told = rest.partition(".")
    if not told or len(mark) > _MOST or not _is_recent(issued):
        return None
    user = User.objects.filter(email=email.lower()).only("id", "password").first()
    if user is None:
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    is_ours = any(constant_time_compare(told, _signature(user, name, issued, key)) for key in keys)
    return name if is_ours else None


class DeviceMiddleware:
    """Stands inside the tenant, around the views that sign people in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        user = getattr(request, _SIGNED_IN, None)
        if user is not None:
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME,
                _mark(user),
                max_age=_KEPT_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _mark(user: User) -> str:
    name, issued = secrets.token_hex(8), str(int(time.time()))
    return f"{name}.{issued}.{_signature(user, name, issued, settings.SECRET_KEY)}"


def _signature(user: User, name: str, issued: str, key: str) -> str:
    signed = f"{current_tenant().id}:{user.id}:{user.password}:{name}:{issued}"
    return salted_hmac(_PURPOSE, signed, secret=key, algorithm="sha256").hexdigest()


def _is_recent(issued: str) -> bool:
    if not (issued.isascii() and issued.isdigit() and len(issued) < 12):
        return False
    return time.time() - int(issued) < _KEPT_SECONDS
