"""What beat sends: it wakes tenants, each by a message of its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from freehold.identity.actor import SYSTEM
from freehold.jobs import open_tenants, tasks
from freehold.jobs.models import Job
from freehold.jobs.services import start_job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.jobs import kinds  # noqa: F401 - registers the kinds

Sent = list[tuple[str, tuple[Any, ...]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """(tenant, arguments) of what was sent for tenants."""
    found: Sent = []

    def keep(tenant_id: Any, *arguments: Any, queue: str) -> None:
        found.append((str(tenant_id), arguments))

    for task in (tasks.start_periodic, tasks.rescue_one):
        monkeypatch.setattr(task, "send_for", keep)
    return found


def test_a_tick_wakes_who_is_due_since_the_last_one(acme: Tenant, sent: Sent) -> None:
    cache.set("platform:jobs-tick", (timezone.now() - timedelta(days=2)).timestamp())
    tasks.dispatch.run()
    due = [arguments for tenant, arguments in sent if tenant == str(acme.id)]
    assert "test.daily" in {kind for kind, _ in due}
    sent.clear()
    tasks.dispatch.run()
    assert "test.daily" not in {kind for _, (kind, _) in sent}


def test_a_periodic_job_starts_once_for_its_interval(in_acme: Tenant) -> None:
    tasks.start_periodic.run("test.daily", 7)
    tasks.start_periodic.run("test.daily", 7)
    assert Job.objects.filter(kind="test.daily").count() == 1


def test_the_rescue_visits_every_tenant(
    acme: Tenant, globex: Tenant, operators: Tenant, sent: Sent
) -> None:
    tasks.rescue.run()
    assert {str(tenant.id) for tenant in (acme, globex, operators)} <= {one for one, _ in sent}


def test_the_rescue_walks_on_through_many_tenants(
    acme: Tenant, globex: Tenant, operators: Tenant, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_VISITS", 1)
    monkeypatch.setattr(open_tenants, "some", lambda limit: [])
    for _ in range(3):
        tasks.rescue.run()
    assert {one for one, _ in sent} == {str(tenant.id) for tenant in (acme, globex, operators)}


def test_a_tenant_with_open_jobs_is_known_until_they_end(
    acme: Tenant, django_capture_on_commit_callbacks: Any
) -> None:
    with in_tenant(acme), django_capture_on_commit_callbacks(execute=True):
        job = start_job("test.greet", {"email": "a@b.test"}, actor=SYSTEM)
    assert acme.id in open_tenants.some(1000)
    with in_tenant(acme):
        Job.objects.filter(id=job.id).delete()
        tasks.rescue_one.run(False)
    assert acme.id not in open_tenants.some(1000)


def test_a_broker_that_lost_its_memory_is_noticed_once(db: None) -> None:
    open_tenants.broker_was_emptied()
    assert not open_tenants.broker_was_emptied()
    open_tenants._client().delete("fh:jobs:broker-alive")
    assert open_tenants.broker_was_emptied()
