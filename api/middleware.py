"""The id under which a request is found again, and the content policy of its answer."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

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


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """What a newer build removed under the running process is missing (404), not broken.

    The web app loads its page anew where a script of its build is missing, and finds the new
    build's: they are looked up again when the folder changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._seen = self._changed_at()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(self.static_prefix) and path not in self.files:
            self._look_again()
        try:
            answer: HttpResponseBase = super().__call__(request)
        except FileNotFoundError:
            answer = self.get_response(request)
        return answer

    def _look_again(self) -> None:
        changed_at = self._changed_at()
        if changed_at != self._seen:
            self.add_files(self.static_root, prefix=self.static_prefix)
            self._seen = changed_at

    def _changed_at(self) -> int:
        try:
            return Path(self.static_root, "assets").stat().st_mtime_ns
        except OSError:
            return 0


class ContentPolicyMiddleware(CSPMiddleware):
    """The library's, which puts the same text together anew for each answer, only where needed."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        wishes = any(name.startswith("_csp") for name in vars(response))
        if wishes or getattr(request, "_csp_nonce", None) is not None:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual_policy())
        return response


@cache
def _usual_policy() -> str:
    return build_policy()
