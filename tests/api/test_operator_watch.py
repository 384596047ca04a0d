"""What operators watch: traffic by tenant and hour, sizes, health, queues, dead letters."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
import redis
from celery import current_app
from django.conf import LazySettings
from django.core.cache import cache
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from freehold.audit.models import AuditEntry
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.jobs import open_tenants, present_workers
from freehold.jobs.models import Job, JobState
from freehold.jobs.registry import QUEUES
from freehold.jobs.services import start_job
from freehold.observability import traffic as counting
from tenants import reach
from tenants.choices import SchemaState
from tenants.console import health, measuring, traffic
from tenants.console.models import TenantTraffic, TenantUsage
from tenants.context import in_public, in_tenant
from tenants.models import DeadLetter, Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is told from before, under names of this test's own."""
    name = f"test:{uuid4()}"
    monkeypatch.setattr(counting, "COUNTS", f"{name}:traffic")
    monkeypatch.setattr(counting, "SLOW", f"{name}:slow")
    counting._counts.clear()
    counting._slow.clear()
    yield
    with counting.client() as client:
        client.delete(f"{name}:traffic", f"{name}:traffic:aside", f"{name}:slow")


@pytest.fixture
def all_queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One worker, of every queue, under a name of this test's own."""
    monkeypatch.setattr(present_workers, "PLACE", f"test:{uuid4()}:workers")
    present_workers.say(list(QUEUES))
    yield
    present_workers.leave()


@pytest.mark.usefixtures("counted")
def test_requests_are_counted_by_tenant_and_hour(admin: Caller, acme: Tenant) -> None:
    for _number in range(3):
        assert admin.get("/me/").status_code == 200
    counting.flush()
    assert traffic.gather() == 1
    admin.get("/me/")
    counting.flush()
    traffic.gather()
    with in_public():
        row = TenantTraffic.objects.get(tenant=acme)
    assert row.requests == sum(row.buckets) == 4
    assert row.errors == 0
    assert traffic.gather() == 0


@pytest.mark.usefixtures("counted")
def test_what_a_killed_worker_had_set_aside_is_gathered_once(acme: Tenant) -> None:
    counting.count_request(acme.id, 500, 0.3, 0.1)
    counting.flush()
    with counting.client() as client:
        client.rename(counting.COUNTS, f"{counting.COUNTS}:aside")
    counting.count_request(acme.id, 200, 0.02, 0.0)
    counting.flush()
    traffic.gather()
    with in_public():
        row = TenantTraffic.objects.get(tenant=acme)
    assert (row.requests, row.errors, row.database_ms) == (2, 1, 100)


@pytest.mark.usefixtures("counted")
def test_counts_of_an_unknown_tenant_are_dropped(acme: Tenant) -> None:
    counting.count_request(uuid4(), 200, 0.1, 0.0)
    counting.count_job(acme.id, 1.5, 0.5)
    counting.flush()
    assert traffic.gather() == 1


def test_a_percentile_is_the_bound_of_its_bucket() -> None:
    assert traffic.percentile([], 0.95) == 0
    assert traffic.percentile([100, 0, 0, 0, 0, 0, 0, 0, 0], 0.95) == 10
    assert traffic.percentile([94, 0, 0, 0, 0, 6, 0, 0, 0], 0.95) == 500
    assert traffic.percentile([0, 0, 0, 0, 0, 0, 0, 0, 1], 0.95) == 5000


def test_no_request_sends_a_statement_for_being_counted(admin: Caller) -> None:
    admin.get("/me/")
    with CaptureQueriesContext(connection) as seen:
        admin.get("/me/")
    assert not [one for one in seen.captured_queries if "console_" in one["sql"]]


def test_a_tenant_is_measured_when_it_is_looked_at(platform: Caller, acme: Tenant) -> None:
    shown = platform.get("/operator/tenants/acme/watch/").json()
    assert shown["usage"]["users"] == 1
    assert shown["usage"]["database_bytes"] > 0
    assert len(shown["hours"]) == 24
    assert shown["failed_jobs"] == []
    problem(platform.get("/operator/tenants/nobody/watch/"), 404)


def test_measuring_goes_through_all_tenants_in_parts(operators: Tenant, acme: Tenant) -> None:
    after: UUID | None = None
    parts = 0
    while parts == 0 or after is not None:
        after = measuring.measure_next(after, limit=2)
        parts += 1
    assert parts == 2
    with in_public():
        assert TenantUsage.objects.filter(tenant__slug__in=["acme", "globex"]).count() == 2


def failed_job(tenant: Tenant) -> Job:
    with in_tenant(tenant):
        job = start_job("jobs.forget", actor=SYSTEM)
        Job.objects.filter(id=job.id).update(
            state=JobState.FAILED, error="Out of paper.", attempts=3, payload={"secret": "x"}
        )
    return job


def test_a_failed_job_is_shown_without_its_payload_and_retried(
    platform: Caller, acme: Tenant, operators: Tenant
) -> None:
    job = failed_job(acme)
    (shown,) = platform.get("/operator/tenants/acme/watch/").json()["failed_jobs"]
    assert (shown["kind"], shown["error"]) == ("jobs.forget", "Out of paper.")
    assert "payload" not in shown
    place = f"/operator/tenants/acme/jobs/{job.id}/retry/"
    assert platform.post(place).status_code == 204
    problem(platform.post(place), 409)
    problem(platform.post(f"/operator/tenants/globex/jobs/{job.id}/retry/"), 404)
    with in_tenant(acme):
        assert Job.objects.get(id=job.id).state == JobState.QUEUED
        told = AuditEntry.objects.get(action="jobs.retried")
        assert (told.actor_name, told.source) == ("Olga Operator (operator)", "operator")
        assert told.actor_id is None
    with in_tenant(operators):
        assert AuditEntry.objects.filter(
            action="operator.jobs.retried", record_name="acme"
        ).exists()


def letter(**values: object) -> DeadLetter:
    told = {"task": "freehold.jobs.run", "reason": "inactive", "message": {"args": ["1"]}, **values}
    with in_public():
        return DeadLetter.objects.create(**told)


def test_dead_letters_are_settled_or_sent_again(
    platform: Caller, acme: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[object, ...]] = []

    def send(task: str, **more: object) -> None:
        sent.append((task, more["args"], more["headers"]))

    monkeypatch.setattr(current_app, "send_task", send)
    lost, good = letter(reason="missing"), letter(tenant=str(acme.id))
    found = {one["id"]: one for one in platform.get("/operator/dead-letters/").json()["results"]}
    assert found[str(good.id)]["tenant"] == "acme"
    problem(platform.post(f"/operator/dead-letters/{lost.id}/resend/"), 409)
    assert platform.post(f"/operator/dead-letters/{lost.id}/settle/").status_code == 204
    assert platform.post(f"/operator/dead-letters/{good.id}/resend/").status_code == 204
    assert sent == [("freehold.jobs.run", ["1"], {"freehold_tenant": str(acme.id)})]
    problem(platform.post(f"/operator/dead-letters/{good.id}/resend/"), 409)
    assert platform.get("/operator/dead-letters/").json()["results"] == []
    settled = platform.get("/operator/dead-letters/?settled=true").json()["results"]
    assert {one["id"] for one in settled} == {str(lost.id), str(good.id)}


@pytest.mark.usefixtures("all_queues")
def test_health_names_each_part_and_says_what_is_wrong(
    platform: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("The disk is full.\nAt line 7")

    monkeypatch.setitem(health._PROBES, "storage", broken)
    health.note_clock()
    parts = {one["name"]: one for one in platform.get("/operator/health/?anew=1").json()["parts"]}
    assert parts["database"]["ok"]
    assert parts["background_work"]["ok"]
    assert not parts["storage"]["ok"]
    assert parts["storage"]["message"] == "It does not work: The disk is full."
    german = platform.get("/operator/health/", **{"Accept-Language": "de"}).json()["parts"]
    assert "Es funktioniert nicht: The disk is full." in {one["message"] for one in german}
    told = platform.get("/operator/overview/").json()["unhealthy"]
    assert [one["name"] for one in told] == ["storage"]


def test_health_says_what_to_do_about_a_database_that_is_silent(
    platform: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent() -> None:
        raise OperationalError("the server is silent")

    monkeypatch.setattr("freehold.observability.probes.database", silent)
    monkeypatch.setattr("tenants.probes.migrations", silent)
    parts = {one["name"]: one for one in platform.get("/operator/health/?anew=1").json()["parts"]}
    assert not parts["database"]["ok"]
    assert "It does not answer (the server is silent). See whether" in parts["database"]["message"]
    assert parts["migrations"]["message"] == "It was not asked: the database does not answer."


@pytest.mark.parametrize(
    ("through", "said"),
    [
        ("console", "written to the log of the process"),
        ("filebased", "written to files in /var/mails"),
        ("dummy", "Mail is not sent from this installation."),
    ],
)
def test_health_says_where_mail_goes(
    platform: Caller, settings: LazySettings, through: str, said: str
) -> None:
    settings.MAIL_THROUGH = f"django.core.mail.backends.{through}.EmailBackend"
    settings.EMAIL_FILE_PATH = "/var/mails"
    parts = {one["name"]: one for one in platform.get("/operator/health/?anew=1").json()["parts"]}
    assert parts["mail"]["ok"]
    assert said in parts["mail"]["message"]


def test_health_knocks_at_the_mail_server(platform: Caller, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "tenants.mail.Backend"
    settings.MAIL_THROUGH = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    parts = {one["name"]: one for one in platform.get("/operator/health/?anew=1").json()["parts"]}
    assert not parts["mail"]["ok"]


def background_work(platform: Caller) -> dict[str, str | bool]:
    """As it is told where the parts were looked at a moment ago."""
    parts = {one["name"]: one for one in platform.get("/operator/health/").json()["parts"]}
    return {name: parts["background_work"][name] for name in ("ok", "message")}


@pytest.mark.usefixtures("all_queues")
def test_health_says_when_nobody_does_periodic_work(platform: Caller) -> None:
    cache.delete("platform:clock-seen")
    told = background_work(platform)
    assert not told["ok"]
    assert told["message"] == "No periodic work was done yet: is beat running?"


@pytest.mark.usefixtures("all_queues")
def test_health_says_within_half_a_minute_that_no_worker_answers(
    platform: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    health.note_clock()
    assert background_work(platform)["ok"]
    queues = platform.get("/operator/queues/").json()["queues"]
    assert [one["workers"] for one in queues] == [1, 1, 1, 1]

    later = time.time() + 16
    monkeypatch.setattr("time.time", lambda: later)
    told = background_work(platform)
    assert not told["ok"]
    assert "No worker answers: jobs wait" in str(told["message"])
    unhealthy = platform.get("/operator/overview/").json()["unhealthy"]
    assert "background_work" in [one["name"] for one in unhealthy]
    queues = platform.get("/operator/queues/").json()["queues"]
    assert [one["workers"] for one in queues] == [0, 0, 0, 0]


def test_health_says_that_nobody_is_heard_while_the_broker_is_away(
    platform: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> dict[str, int]:
        raise redis.TimeoutError("Timeout reading from socket")

    monkeypatch.setattr(present_workers, "by_queue", away)
    told = background_work(platform)
    assert not told["ok"]
    assert "not heard of while the broker is away" in str(told["message"])


@pytest.mark.usefixtures("all_queues")
def test_health_names_the_queues_that_nobody_serves(platform: Caller) -> None:
    health.note_clock()
    present_workers.say(["interactive", "default"])
    told = background_work(platform)
    assert not told["ok"]
    assert "bulk, schemas" in str(told["message"])


def test_the_overview_names_what_needs_somebody(
    platform: Caller, acme: Tenant, globex: Tenant
) -> None:
    letter()
    with in_public():
        Tenant.objects.filter(id=acme.id).update(schema_state=SchemaState.FAILED)
        Tenant.objects.filter(id=globex.id).update(state="past_due")
        now = timezone.now() - timedelta(hours=1)
        TenantUsage.objects.create(
            tenant=globex, measured_at=now, requests=90, errors=2, p95_ms=1000, jobs_failed=3
        )
    told = platform.get("/operator/overview/").json()
    needs = {one["kind"]: [tenant["slug"] for tenant in one["tenants"]] for one in told["needs"]}
    assert needs == {
        "failed_schema": ["acme"],
        "past_due": ["globex"],
        "failed_jobs": ["globex"],
        "errors": ["globex"],
        "slow": ["globex"],
    }
    assert told["dead_letters"] == 1
    assert told["busiest"][0]["slug"] == "globex"


def test_queues_show_what_waits_and_since_when(platform: Caller, acme: Tenant) -> None:
    with in_tenant(acme):
        start_job("jobs.forget", actor=SYSTEM)
    open_tenants.note(acme.id)
    queues = {one["name"]: one for one in platform.get("/operator/queues/").json()["queues"]}
    assert set(queues) == {"interactive", "default", "bulk", "schemas"}
    assert queues["default"]["waiting"] >= 1
    assert queues["default"]["oldest"]


@pytest.fixture
def away(
    acme: Tenant, globex: Tenant, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> Iterator[list[str]]:
    """Acme lies in a database that refuses connections, Globex in one that nobody names; who was
    asked of it."""
    place: dict[str, Any] = {**settings.DATABASES["default"], "HOST": "127.0.0.1", "PORT": "1"}
    place["OPTIONS"] = {**place["OPTIONS"], "pool": {**place["OPTIONS"]["pool"], "timeout": 0.2}}
    monkeypatch.setitem(settings.DATABASES, "away", place)
    monkeypatch.setattr(reach, "_silent_until", {})
    with in_public():
        Tenant.objects.filter(id=acme.id).update(database="away")
        Tenant.objects.filter(id=globex.id).update(database="not in the settings")
    asked: list[str] = []

    def noting(tenant: Tenant, **how: bool) -> Any:
        asked.append(tenant.slug)
        return in_tenant(tenant, **how)

    monkeypatch.setattr("tenants.console.queues.in_tenant", noting)
    yield asked
    cast(Any, connections["away"]).close_pool()
    del connections["away"]


def test_queues_name_whose_jobs_they_leave_out_and_wait_once_for_their_database(
    platform: Caller, acme: Tenant, globex: Tenant, away: list[str]
) -> None:
    with in_public():
        second = Tenant.objects.create(
            slug="second", name="Second", state="active", database="away"
        )
    for tenant in (acme, globex, second):
        open_tenants.note(tenant.id)
    told = platform.get("/operator/queues/").json()
    assert told["uncounted"] == ["acme", "globex", "second"]
    assert len(told["queues"]) == 4
    assert len({"acme", "second"} & set(away)) == 1


def test_a_tenant_whose_database_is_away_is_shown_with_what_is_known_at_home(
    platform: Caller, away: list[str]
) -> None:
    for slug in ("acme", "globex"):
        shown = platform.get(f"/operator/tenants/{slug}/").json()
        assert (shown["tables"], shown["bytes"], shown["state"]) == (None, None, "active")
        watched = platform.get(f"/operator/tenants/{slug}/watch/")
        assert (watched.status_code, watched.json()["failed_jobs"]) == (200, None)
        suspended = platform.post(f"/operator/tenants/{slug}/suspend/", {"reason": "Its server"})
        assert suspended.status_code == 200
    billing = platform.get("/operator/tenants/acme/billing/").json()
    assert {one["used"] for one in billing["usage"]} == {None}


@pytest.mark.usefixtures("counted")
def test_slow_statements_are_told_with_their_tenant_and_without_values(
    platform: Caller, acme: Tenant, settings: LazySettings
) -> None:
    settings.SLOW_STATEMENT_MS = 0
    with in_tenant(acme), connection.cursor() as cursor:
        cursor.execute("SELECT 'a secret' AS told_slowly WHERE %s = 'x'", ["another"])
    settings.SLOW_STATEMENT_MS = 10_000
    counting.flush()
    slow = platform.get("/operator/statements/").json()["slow"]
    (told,) = [one for one in slow if "told_slowly" in one["statement"]]
    assert told["tenant"] == "acme"
    assert "secret" not in told["statement"]
    assert "another" not in told["statement"]
