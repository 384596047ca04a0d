"""Asks Redis ahead, in one round trip, for what a request under /api/v1/ will ask of it."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from api import throttling
from freehold import prefetch
from freehold.context import current_tenant

_MOST = 10_000
_LIMITS = "freehold.limits"
_lock = Lock()
#: Whose calls these credentials' were the last time: only known ones are counted ahead, so that
#: nobody uses up a tenant's calls with made-up cookies.
_callers: OrderedDict[tuple[UUID, str], tuple[str, str | None]] = OrderedDict()


class PrefetchMiddleware:
    """Stands inside the tenant and before sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/v1/"):
            return self._get_response(request)
        try:
            _ask_ahead(request)
            return self._get_response(request)
        finally:
            prefetch.forget()


def remember_caller(request: HttpRequest, user: str, key: str | None) -> None:
    """The request's credentials are this user's, or this API key's."""
    place = (current_tenant().id, _credentials(request))
    with _lock:
        _callers[place] = (user, key)
        _callers.move_to_end(place)
        while len(_callers) > _MOST:
            _callers.popitem(last=False)


def limits_of(request: HttpRequest, user: str, key: str | None) -> list[throttling.Limit]:
    """What bounds this caller's calls; worked out once for a request."""
    caller, limits = request.META.get(_LIMITS, (None, []))
    return limits if caller == (user, key) else throttling.limits_for(user, key)


def _ask_ahead(request: HttpRequest) -> None:
    credentials = _credentials(request)
    if not credentials:
        return
    caller = _callers.get((current_tenant().id, credentials))
    limits = throttling.limits_for(*caller) if caller else []
    counters = {throttling.counter(one): one.window + 1 for one in limits}
    if caller:
        request.META[_LIMITS] = (caller, limits)
    by_session = "Authorization" not in request.headers
    prefetch.ask(credentials if by_session else "", counters)


def _credentials(request: HttpRequest) -> str:
    return request.headers.get("Authorization") or request.COOKIES.get(
        settings.SESSION_COOKIE_NAME, ""
    )
