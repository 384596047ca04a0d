"""A request's way in: its host decides, and nothing is left behind."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from freehold.context import current_tenant
from freehold.identity.models import User
from tenants import hosts
from tenants.choices import SchemaState, TenantState
from tenants.context import in_tenant
from tenants.middleware import TenantMiddleware, nothing_left_behind
from tenants.models import Domain, Operation, Tenant
from tenants.services.lifecycle import resume_tenant, suspend_tenant
from tests.freehold.actors import CLI


def _who(request: HttpRequest) -> HttpResponse:
    tenant = current_tenant()
    return HttpResponse(f"{tenant.slug} {tenant.currency} {getattr(request, 'urlconf', '-')}")


def ask(
    host: str, path: str = "/", method: str = "GET", answer: Callable[..., Any] = _who, **more: Any
) -> HttpResponse:
    request = RequestFactory().generic(method, path, headers={"host": host, **more})
    try:
        return cast(HttpResponse, TenantMiddleware(answer)(request))
    finally:
        assert nothing_left_behind()


def stream(host: str, rows: Iterator[str]) -> StreamingHttpResponse:
    answered: Any = ask(host, answer=lambda request: StreamingHttpResponse(rows))
    return cast(StreamingHttpResponse, answered)


@pytest.mark.parametrize("host", ["acme.localhost", "ACME.localhost:8000", "acme.localhost."])
def test_the_host_leads_to_its_tenant(acme: Tenant, host: str) -> None:
    assert ask(host).content == b"acme EUR -"


@pytest.mark.parametrize("host", ["localhost", "localhost:8123", "127.0.0.1:8000", "[::1]:8000"])
def test_the_platform_s_host_leads_to_the_operators(
    operators: Tenant, settings: LazySettings, host: str
) -> None:
    assert ask(host).content == f"operators EUR {settings.OPERATORS_URLCONF}".encode()


@pytest.mark.parametrize(
    "host",
    ["initech.localhost", "acme.localhost.evil.test", "localhost.acme", "www.acme.localhost", "_"],
)
def test_an_unknown_host_is_not_found(acme: Tenant, host: str) -> None:
    response = ask(host)
    assert response.status_code == 404
    assert b"no workspace at this address" in response.content


@pytest.mark.parametrize("kind", ["restore", "clone"])
def test_a_tenant_that_is_being_restored_is_waited_for(acme: Tenant, kind: str) -> None:
    operation = Operation.objects.create(kind=kind, subject="initech", state="running")
    response = ask("initech.localhost", Accept="text/html")
    assert (response.status_code, response["Retry-After"], response["Refresh"]) == (503, "5", "5")
    assert b"is being restored" in response.content
    assert b"reloads by itself" in response.content
    assert ask("initech.elsewhere.test").status_code == 404
    assert "Refresh" not in ask("initech.localhost", "/api/v1/me/")
    Operation.objects.filter(id=operation.id).update(state="failed")
    assert ask("initech.localhost").status_code == 404


def test_a_page_reloads_where_waiting_helps(acme: Tenant) -> None:
    Tenant.objects.filter(id=acme.id).update(state=TenantState.PROVISIONING)
    hosts.memory.clear()
    assert ask("acme.localhost", Accept="text/html")["Refresh"] == "5"
    Tenant.objects.filter(id=acme.id).update(
        state=TenantState.ACTIVE, schema_state=SchemaState.FAILED
    )
    hosts.memory.clear()
    assert "Refresh" not in ask("acme.localhost", Accept="text/html")


def test_a_host_header_that_is_none_is_not_found(acme: Tenant) -> None:
    assert ask("acme.localhost/../x").status_code == 404


def test_programs_get_a_problem(acme: Tenant) -> None:
    response = ask("initech.localhost", "/api/v1/me/")
    assert response["Content-Type"] == "application/problem+json"
    assert b'"status": 404' in response.content


def test_a_suspended_tenant_can_be_read_and_says_why_it_can_not_be_written(acme: Tenant) -> None:
    suspend_tenant("acme", actor=CLI, reason="The invoice of May is open.")
    hosts.memory.clear()
    assert ask("acme.localhost").status_code == 200
    refused = ask("acme.localhost", "/api/v1/contacts/", "POST")
    assert refused.status_code == 423
    assert b"The invoice of May is open." in refused.content
    assert ask("acme.localhost", "/_allauth/browser/v1/auth/login", "POST").status_code == 200
    resume_tenant("acme", actor=CLI)
    hosts.memory.clear()
    assert ask("acme.localhost", "/api/v1/contacts/", "POST").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"state": TenantState.PROVISIONING},
        {"schema_state": SchemaState.MIGRATING},
        {"schema_state": SchemaState.FAILED},
        {"schema_version": "00001-abcdefabcdef"},
    ],
)
def test_a_tenant_that_is_not_ready_answers_503_and_stops_nobody_else(
    acme: Tenant, globex: Tenant, changes: dict[str, str]
) -> None:
    Tenant.objects.filter(id=acme.id).update(**changes)
    response = ask("acme.localhost")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert ask("globex.localhost").status_code == 200


@pytest.mark.parametrize(
    "changes", [{"schema_state": SchemaState.FAILED}, {"database": "gone-from-the-settings"}]
)
def test_who_can_only_wait_for_us_is_told_whom_to_ask(
    acme: Tenant, settings: LazySettings, changes: dict[str, str]
) -> None:
    settings.SUPPORT_EMAIL = "help@platform.test"
    Tenant.objects.filter(id=acme.id).update(**changes)
    page = ask("acme.localhost", accept="text/html").content.decode()
    assert "Questions: help@platform.test." in page
    settings.SUPPORT_EMAIL = ""
    assert "Questions" not in ask("acme.localhost", accept="text/html").content.decode()


def test_an_erased_tenant_is_not_found(acme: Tenant) -> None:
    Tenant.objects.filter(id=acme.id).update(state=TenantState.ERASED)
    assert ask("acme.localhost").status_code == 404


def test_an_exception_leaves_nothing_behind(acme: Tenant) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask("acme.localhost", answer=broken)


def test_a_streamed_body_is_made_inside_the_tenant_to_its_end(acme: Tenant, globex: Tenant) -> None:
    ended: list[str] = []

    def rows() -> Iterator[str]:
        try:
            for user in User.objects.all():
                yield f"{current_tenant().slug}: {user.email}"
                yield f"{User.objects.count()}"
        finally:
            ended.append(current_tenant().slug)

    response = stream("acme.localhost", rows())
    with in_tenant(globex):
        body = b"".join(cast(Iterator[bytes], response.streaming_content))
    assert body == b"acme: admin@acme.test1"
    assert ended == ["acme"]


def test_a_stream_that_is_left_early_is_ended_inside_the_tenant(acme: Tenant) -> None:
    ended: list[str] = []

    def rows() -> Iterator[str]:
        try:
            while True:
                yield "row"
        finally:
            ended.append(current_tenant().slug)

    response = stream("acme.localhost", rows())
    next(cast(Iterator[bytes], response.streaming_content))
    for end in vars(response)[
        "_resource_closers"
    ]:  # what `close` does, but for the test's own connection
        end()
    assert ended == ["acme"]
    assert nothing_left_behind()


def test_a_database_that_is_down_is_said(acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(host: str) -> Tenant | None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(hosts, "_look_up", down)
    response = ask("acme.localhost")
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_a_known_host_costs_no_query(
    acme: Tenant, django_assert_num_queries: Callable[[int], Any]
) -> None:
    ask("acme.localhost")
    with django_assert_num_queries(0):
        ask("acme.localhost")


def test_the_memory_of_hosts_is_bounded(acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "SIZE", 3)
    for number in range(10):
        hosts.memory.tenant_at(f"unknown{number}.localhost")
    assert len(hosts.memory._entries) == 3


def test_a_change_elsewhere_is_seen_within_the_mark_s_interval(
    acme: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process moved the mark in Redis; this one compares it once a second."""
    from django.core.cache import cache

    assert ask("acme.localhost").status_code == 200
    Tenant.objects.filter(id=acme.id).update(state=TenantState.ERASED)
    assert ask("acme.localhost").status_code == 200
    cache.set("platform:hosts-mark", "moved")
    monkeypatch.setattr(hosts, "MARK_INTERVAL", -1.0)
    assert ask("acme.localhost").status_code == 404


def test_a_domain_of_its_own_leads_to_the_tenant(acme: Tenant) -> None:
    Domain.objects.create(tenant=acme, domain="crm.acme.test", is_primary=False)
    assert ask("crm.acme.test").content.startswith(b"acme")


@pytest.mark.parametrize("host", ["acme.localhost", "localhost", "10.0.0.7", "nobody.test"])
def test_health_is_answered_on_any_host(db: None, host: str) -> None:
    assert ask(host, "/healthz").content == b'{"status": "ok"}'


def test_readiness_names_what_is_missing(db: None, settings: LazySettings) -> None:
    assert ask("localhost", "/readyz").status_code == 200
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = ask("localhost", "/readyz")
    assert response.status_code == 503
    assert b"broker" in response.content


def test_readiness_waits_for_migrations(db: None) -> None:
    from tenants.models import Template

    Template.objects.all().delete()
    response = ask("localhost", "/readyz")
    assert response.status_code == 503
    assert b"setup_installation" in response.content


def test_metrics_are_for_the_inside_of_the_network(db: None, settings: LazySettings) -> None:
    assert ask("localhost", "/metrics").status_code == 200
    assert ask("localhost", "/metrics", forwarded="for=10.0.0.1").status_code == 404
    settings.METRICS_TOKEN = "secret-token"
    assert ask("localhost", "/metrics").status_code == 404
    allowed = ask("localhost", "/metrics", Authorization="Bearer secret-token")
    assert b"freehold_request_seconds" in allowed.content
