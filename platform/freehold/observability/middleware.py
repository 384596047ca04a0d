"""Counts and times every answer. Stands first, so that refusals count too."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from freehold.observability import traffic
from freehold.observability.metrics import REQUEST_SECONDS, REQUESTS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, waited = time.perf_counter(), traffic.database_seconds()
        response = self._get_response(request)
        waited = traffic.database_seconds() - waited
        _count(request, response.status_code, time.perf_counter() - started, waited)
        return response


def _count(request: HttpRequest, status: int, seconds: float, waited: float) -> None:
    tenant = getattr(request, "tenant", None)
    if tenant is not None:
        traffic.count_request(tenant.id, status, seconds, waited)
    kind = f"{status // 100}xx"
    match = request.resolver_match
    route = match.route if match else "none"
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(str(tenant.id) if tenant else "none", kind).inc()
    REQUEST_SECONDS.labels(method, route, kind).observe(seconds)
