"""Requests are counted by route and tenant, never by person or address."""

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from prometheus_client import REGISTRY

from freehold.observability import metrics
from freehold.observability.middleware import MetricsMiddleware
from tenants.models import Tenant


def _count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_answer_is_counted_for_its_tenant(acme: Tenant) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        request.tenant = acme.as_context()  # type: ignore[attr-defined]
        return HttpResponse(status=201)

    labels = {"tenant": str(acme.id), "status": "2xx"}
    before = _count("freehold_requests_total", **labels)
    MetricsMiddleware(answer)(RequestFactory().post("/secret-path/"))
    assert _count("freehold_requests_total", **labels) == before + 1
    assert b"secret-path" not in metrics.exposition()[0]


def test_an_invented_method_makes_no_label() -> None:
    MetricsMiddleware(lambda request: HttpResponse(status=405))(
        RequestFactory().generic("BREW", "/")
    )
    body = metrics.exposition()[0]
    assert b"BREW" not in body
    assert b'method="other"' in body


def test_the_numbers_of_all_processes_are_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    body, content_type = metrics.exposition()
    assert b"freehold_requests_total" not in body, "Those of this process are left out."
    assert content_type.startswith("text/plain")
