"""T07: a message without tenant, or for the wrong one, never runs; it becomes a dead letter."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from celery import shared_task
from celery.app.task import Context
from celery.exceptions import Reject

from config.celery import app
from freehold.context import NoTenantActive
from freehold.events.tasks import deliver_events
from freehold.identity.actor import SYSTEM
from freehold.jobs import tasks
from freehold.jobs.services import start_job
from freehold.jobs.task_types import HEADER, PlatformTask, TenantMismatch, TenantTask
from tenants.choices import TenantState
from tenants.context import in_tenant
from tenants.models import DeadLetter, Tenant
from tests.freehold.jobs import kinds  # noqa: F401 - registers the kinds


def deliver(task: Any, *args: Any, tenant: UUID | str | None) -> Any:
    """What a worker does with a message that carries this header."""
    headers = {} if tenant is None else {HEADER: str(tenant)}
    request = {"id": str(uuid4()), "args": list(args), "kwargs": {}, "called_directly": False}
    task.request_stack.push(Context({**request, **headers}))
    try:
        return task(*args)
    finally:
        task.request_stack.pop()


def test_T07_no_header(db: None) -> None:
    with pytest.raises(Reject):
        deliver(tasks.run, str(uuid4()), tenant=None)
    letter = DeadLetter.objects.get()
    assert (letter.reason, letter.task) == ("missing", "freehold.jobs.run")


@pytest.mark.parametrize("claimed", [uuid4(), "public", "acme", "'; drop schema public;--"])
def test_T07_unknown_tenant(db: None, claimed: Any) -> None:
    with pytest.raises(Reject):
        deliver(tasks.run, str(uuid4()), tenant=claimed)
    assert DeadLetter.objects.get().reason == "unknown"


@pytest.mark.parametrize("state", [TenantState.SUSPENDED, TenantState.ERASED])
def test_T07_inactive_tenant(acme: Tenant, state: TenantState) -> None:
    Tenant.objects.filter(id=acme.id).update(state=state)
    with pytest.raises(Reject):
        deliver(tasks.run, str(uuid4()), tenant=acme.id)
    assert DeadLetter.objects.get().reason == "inactive"


@pytest.mark.parametrize("state", [TenantState.SUSPENDED, TenantState.CLOSING, TenantState.ERASED])
def test_a_wake_up_call_that_came_too_late_is_lost_without_a_trace(
    acme: Tenant, state: TenantState
) -> None:
    Tenant.objects.filter(id=acme.id).update(state=state)
    with pytest.raises(Reject):
        deliver(tasks.rescue_one, False, tenant=acme.id)
    assert not DeadLetter.objects.exists()


def test_events_of_a_tenant_in_the_making_wait_for_it(acme: Tenant) -> None:
    Tenant.objects.filter(id=acme.id).update(state=TenantState.PROVISIONING)
    with pytest.raises(Reject):
        deliver(deliver_events, tenant=acme.id)
    assert not DeadLetter.objects.exists()


@pytest.mark.parametrize(("claimed", "reason"), [(None, "missing"), (uuid4(), "unknown")])
def test_T07_a_wake_up_call_for_nobody(db: None, claimed: UUID | None, reason: str) -> None:
    with pytest.raises(Reject):
        deliver(tasks.rescue_one, False, tenant=claimed)
    assert DeadLetter.objects.get().reason == reason


def test_T07_one_tenant_s_header_with_another_one_s_job(acme: Tenant, globex: Tenant) -> None:
    with in_tenant(acme):
        job = start_job("test.greet", {"email": "a@b.test"}, actor=SYSTEM)
    with pytest.raises(Reject):
        deliver(tasks.run, str(job.id), tenant=globex.id)
    assert DeadLetter.objects.get().reason == "unknown_job"
    with in_tenant(acme):
        job.refresh_from_db()
        assert job.state == "queued"


def test_a_good_message_runs_in_its_tenant(acme: Tenant) -> None:
    with in_tenant(acme):
        job = start_job("test.greet", {"email": "a@b.test"}, actor=SYSTEM)
    deliver(tasks.run, str(job.id), tenant=acme.id)
    with in_tenant(acme):
        job.refresh_from_db()
        assert job.state == "done"
    assert not DeadLetter.objects.exists()


def test_a_message_can_not_be_sent_without_tenant(db: None) -> None:
    with pytest.raises(NoTenantActive):
        tasks.run.delay(str(uuid4()))


def test_a_message_can_not_be_sent_for_another_tenant(in_acme: Tenant, globex: Tenant) -> None:
    with pytest.raises(TenantMismatch):
        tasks.run.apply_async([str(uuid4())], headers={HEADER: str(globex.id)})


def test_a_tenant_left_on_the_thread_stops_the_worker_s_task(in_acme: Tenant) -> None:
    with pytest.raises(TenantMismatch, match="left on its thread"):
        deliver(tasks.run, str(uuid4()), tenant=in_acme.id)


def test_every_task_of_ours_is_a_tenant_s_or_the_platform_s(db: None) -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    assert all(isinstance(task, TenantTask | PlatformTask) for task in ours)


def test_a_plain_shared_task_fails_closed_too(db: None) -> None:
    @shared_task(name="test.plain")
    def plain() -> None:
        raise AssertionError("It ran without a tenant.")

    with pytest.raises(Reject):
        deliver(app.tasks["test.plain"], tenant=None)
    app.tasks.unregister("test.plain")
