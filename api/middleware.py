"""The id under which one request is found again: in answers, logs, audit rows and problems."""

import re
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from freehold.ids import new_id

_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


class RequestIdMiddleware:
    """Takes over a plausible `X-Request-Id` or makes one; every log line of the request has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _ACCEPTED.match(given) else str(new_id())
        request.META["freehold.request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-Id"] = request_id
        return response
