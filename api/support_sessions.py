"""What a support session may not do, wherever it asks."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from api.errors import render
from freehold.errors import Forbidden, NotSignedIn, Problem
from freehold.identity import support

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Passwords, second factors, tokens and devices are the user's own.
_PERSONAL = (
    "/_allauth/",
    "/api/v1/me/sessions/",
    "/api/v1/api-keys/",
    "/api/v1/me/calendar-feed/",
    "/api/v1/imports/",
)
#: Who may get in, and with which rights: a guest of half an hour would stay by them.
_ACCESS = (
    "/api/v1/users/",
    "/api/v1/roles/",
    "/api/v1/teams/",
    "/api/v1/domains/",
)
#: Who is signed in, and leaving: asked by the web app.
_SESSION = "/_allauth/browser/v1/auth/session"
_END = "/api/v1/support/leave/"


class SupportMiddleware:
    """Stands behind sessions: ends what does not hold any more, refuses what is not for support."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = support.support_of(request.session)
        if found is None:
            return self._get_response(request)
        if not support.holds(found):
            request.session.flush()
            request.user = AnonymousUser()
            if request.path.startswith("/api/"):
                told = _("This support session is over.")
                return render(NotSignedIn(told), request)
            return self._get_response(request)
        refusal = _refusal(request, found)
        return render(refusal, request) if refusal else self._get_response(request)


def _refusal(request: HttpRequest, found: support.Support) -> Problem | None:
    if request.path == _END or (request.path == _SESSION and request.method in _SAFE):
        return None
    if request.path.startswith(_PERSONAL):
        return Forbidden(
            _("Support does not see or change passwords, keys, devices and files that were loaded.")
        )
    if request.method in _SAFE:
        return None
    if found.writes and request.path.startswith(_ACCESS):
        return Forbidden(
            _("Support does not change users, roles, teams and addresses: administrators do.")
        )
    if found.writes:
        return None
    return Forbidden(
        _("Support is looking on only: nothing can be changed in this session. It ends by itself.")
    )
