"""Liveness, readiness and metrics: answered on any host, without a tenant."""

from collections.abc import Callable
from ipaddress import ip_address
from secrets import compare_digest
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string

from freehold.observability.metrics import exposition
from freehold.observability.probes import NOT_ASKED, OK, Probe, ask

PROBES: dict[str, str] = {
    "database": "freehold.observability.probes.database",
    "broker": "freehold.observability.probes.broker",
}


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It says nothing about what the process needs."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: database, broker and migrations; 503 names what is missing.

    Anyone may ask, so the reason is in the log alone, unless it was put into words for people.
    """
    checks = {name: ask(_probe(path)) for name, path in PROBES.items()}
    asks_on = checks["database"] == OK  # else each would wait for it once more
    for name, path in getattr(settings, "READINESS_PROBES", {}).items():
        checks[name] = ask(_probe(path)) if asks_on else NOT_ASKED
    ready = all(told == OK for told in checks.values())
    body = {"status": "ready" if ready else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, for those who may scrape; for everyone else it does not exist."""
    if not _may_scrape(request):
        return JsonResponse({"status": 404, "title": "Not found"}, status=404)
    body, content_type = exposition()
    return HttpResponse(body, content_type=content_type)


PLATFORM_VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}


def _probe(path: str) -> Probe:
    return cast(Probe, import_string(path))


def _may_scrape(request: HttpRequest) -> bool:
    """With the token where one is set; else only straight from a private network, past no proxy."""
    token: str = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {token}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_private
    except ValueError:
        return False
