"""Every refusal as RFC 9457 `application/problem+json`: what happened and what to do about it."""

import sys
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    UnreadablePostError,
)
from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework import exceptions as drf
from rest_framework.response import Response

from api.rendering import dumps
from freehold.errors import (
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    NotSignedIn,
    Problem,
    TooLarge,
    Unavailable,
    WrongMediaType,
)
from freehold.identity.actor import request_id_of
from freehold.redis_client import AWAY

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger(__name__)
#: Idle in a transaction, a transaction that took too long, and a server that is read-only.
_CUT_OFF = {"25P03", "25P04", "25006"}


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = gettext_noop("This address does not answer that method")


class Unexpected(Problem):
    """A defect of ours; nothing of its inside is told."""

    status = 500
    code = "unexpected"
    title = gettext_noop("Something went wrong on our side")


def body_of(problem: Problem, request: HttpRequest) -> dict[str, Any]:
    """The members of the problem; `type` leads to its explanation in the API's reference."""
    body: dict[str, Any] = {
        "type": f"/api/docs/#problem-{problem.code}",
        "title": _(problem.title),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "instance": request.path,
        "request_id": request_id_of(request),
    }
    if problem.errors:
        body["errors"] = [error.as_json() for error in problem.errors]
    return {**problem.extra, **body}


def headers_of(problem: Problem) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", **problem.headers}
    if isinstance(problem, NotSignedIn):
        headers.setdefault("WWW-Authenticate", 'Bearer realm="Freehold"')
    if problem.status in (429, 503):
        headers.setdefault("Retry-After", "5")
    return headers


def render(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The problem as a plain Django response, for code outside the API's own views."""
    return HttpResponse(
        dumps(body_of(problem, request)),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=headers_of(problem),
    )


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. A defect gives None: Django logs it and calls `server_error`."""
    problem = as_problem(error)
    if problem is None:
        return None
    return Response(
        body_of(problem, context["request"]),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=headers_of(problem),
    )


def as_problem(error: Exception) -> Problem | None:
    """What a caller may be told about an exception; None for a defect."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, drf.APIException):
        return _of_framework(error)
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, PermissionDenied):
        return Forbidden(str(error))
    if isinstance(error, RequestDataTooBig):
        return TooLarge(_("The body is too large. Send less at a time."))
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return Malformed(_("The request can't be read."))
    return _of_storage(error)


def _of_framework(error: drf.APIException) -> Problem:
    if isinstance(error, drf.MethodNotAllowed):
        return MethodNotAllowed("The header Allow names the methods that it answers.")
    if isinstance(error, drf.UnsupportedMediaType):
        return WrongMediaType(_("Send the body as application/json."))
    if isinstance(error, drf.NotAuthenticated | drf.AuthenticationFailed):
        return NotSignedIn(_("Sign in, or send an API key as “Authorization: Bearer fh_…”."))
    if isinstance(error, drf.PermissionDenied):
        return Forbidden(str(error.detail))
    if isinstance(error, drf.NotFound):
        return NotFound()
    return Malformed(str(error.detail))


def _of_storage(error: Exception) -> Problem | None:
    """Refusals of the database that no check before it foresaw, and services that are away."""
    if isinstance(error, DataError):
        _log.warning("request.value_refused_by_database", error=str(error))
        return Malformed(_("A value can't be stored. Check texts, numbers and dates."))
    if isinstance(error, IntegrityError):
        _log.warning("request.constraint_violated", error=str(error))
        return Conflict(_("Another record with these values exists, or one they refer to is gone."))
    if isinstance(error, (OperationalError, InterfaceError, *AWAY)) or _was_cut_off(error):
        _log.error("request.service_unavailable", error=str(error))
        return Unavailable(_("The database or cache does not answer. Try again in a moment."))
    return None


def _was_cut_off(error: Exception) -> bool:
    """The server ended a transaction that hung, or it is a stand-by that only reads just now."""
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, InternalError) and state in _CUT_OFF


def _wants_problem(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/_allauth/"))


def _page(problem: Problem, request: HttpRequest) -> HttpResponse:
    if _wants_problem(request):
        return render(problem, request)
    text = f"{problem.status} {_(problem.title)}\n{problem.detail}\n"
    return HttpResponse(
        text,
        status=problem.status,
        content_type="text/plain; charset=utf-8",
        headers=headers_of(problem),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(as_problem(exception) or Malformed(_("The request can't be read.")), request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(as_problem(exception) or Forbidden(), request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Addresses end with a slash: without it, 308 leads on with method and body."""
    slashed = f"{request.path}/"
    ours = request.path.startswith("/api/") and not request.path.endswith("/")
    if ours and is_valid_path(slashed, getattr(request, "urlconf", None)):
        query = request.META.get("QUERY_STRING")
        place = f"{slashed}?{query}" if query else slashed
        return HttpResponsePermanentRedirect(place, preserve_request=True)
    return _page(NotFound(_("There is nothing at this address.")), request)


def server_error(request: HttpRequest) -> HttpResponse:
    """A service that is away is no defect, outside the API's own views either."""
    error = sys.exc_info()[1]
    away = as_problem(error) if isinstance(error, Exception) else None
    if isinstance(away, Unavailable):
        return _page(away, request)
    detail = _("Tell your administrator this request id: %(request)s.") % {
        "request": request_id_of(request)
    }
    return _page(Unexpected(detail), request)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(Forbidden(f"{reason} Reload the page and try again.".strip()), request)
