"""One job: claimed once, done, ended; and everything that may come in between."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from freehold.context import current_tenant
from freehold.errors import Conflict, Forbidden
from freehold.events.models import OutboxEvent
from freehold.events.services import emit
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.ids import new_id
from freehold.jobs import rescue, running, sweeps, tasks
from freehold.jobs.job_context import JobContext, JobSuperseded
from freehold.jobs.models import Job, JobState
from freehold.jobs.registry import UnknownKind
from freehold.jobs.services import cancel_job, retry_job, start_job, start_once
from freehold.tenancy import TenantRefused
from tenants.models import Tenant
from tests.freehold.jobs import kinds  # noqa: F401 - registers the kinds
from tests.ground.jobs import work_off

ADA = Actor(uuid4(), "Ada", "web", "req-1", frozenset({"contacts.read"}))
#: Steering jobs needs a whole key, or a session.
WHOLE = Actor(uuid4(), "Ada", "web", "req-1")


def test_it_runs_and_keeps_its_result(in_acme: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    assert (job.state, job.requested_by_name, job.request_id) == ("queued", "Ada", "req-1")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == ("done", {"greeted": "a@b.test"}, 1, 1)
    assert job.started_at is not None
    assert job.finished_at is not None
    assert User.objects.filter(email="a@b.test").count() == 1


def test_a_second_message_changes_nothing(in_acme: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    running.run_job(job.id)
    running.run_job(job.id)
    assert User.objects.filter(email="a@b.test").count() == 1


def test_it_acts_for_the_one_who_asked_with_no_wider_scope(in_acme: Tenant) -> None:
    job = start_job("test.greet", {}, actor=ADA)
    assert JobContext(job).actor == ADA


def test_an_unknown_kind_is_refused(in_acme: Tenant) -> None:
    with pytest.raises(UnknownKind, match=r"no\.such"):
        start_job("no.such", actor=SYSTEM)
    assert not Job.objects.exists()


def test_a_problem_fails_at_once_in_words_for_people(in_acme: Tenant) -> None:
    job = start_job("test.refuse", actor=ADA)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error == "Row 7 has no e-mail address."


def test_a_defect_is_tried_again_later_and_then_fails_without_its_secrets(in_acme: Tenant) -> None:
    job = start_job("test.break", actor=ADA)
    assert work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 1)
    assert job.available_at > timezone.now()
    Job.objects.update(available_at=timezone.now())
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 2)
    assert "secret" not in job.error


def test_an_atomic_job_leaves_nothing_half_written(in_acme: Tenant) -> None:
    job = start_job("test.atomic_break", actor=ADA)
    work_off()
    job.refresh_from_db()
    assert job.state == "failed"
    assert not User.objects.filter(email="half@written.test").exists()


def test_chunks_queue_up_again_and_go_on_at_their_cursor(in_acme: Tenant) -> None:
    job = start_job("test.chunks", actor=ADA)
    assert work_off() == 3
    job.refresh_from_db()
    assert (job.state, job.result, job.done) == ("done", {"chunks": 3}, 3)
    assert User.objects.filter(name="Chunk").count() == 3


def test_a_waiting_job_is_cancelled_at_once(in_acme: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    cancel_job(job.id, actor=WHOLE)
    assert work_off() == 0
    job.refresh_from_db()
    assert job.state == "cancelled"
    with pytest.raises(Conflict):
        cancel_job(job.id, actor=WHOLE)


def test_a_running_job_ends_at_its_next_step(in_acme: Tenant) -> None:
    job = start_job("test.endless", actor=ADA)
    running.run_job(job.id)
    Job.objects.filter(id=job.id).update(cancel_requested=True)
    running.run_job(job.id)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_failed_job_can_be_retried(in_acme: Tenant) -> None:
    job = start_job("test.refuse", actor=ADA)
    work_off()
    retry_job(job.id, actor=WHOLE)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("queued", 0, "")


def test_a_key_starts_one_job_only(in_acme: Tenant) -> None:
    assert start_once("test.greet", "greet:1", {"email": "a@b.test"}, actor=SYSTEM) is not None
    assert start_once("test.greet", "greet:1", {"email": "a@b.test"}, actor=SYSTEM) is None


def test_more_than_the_allowed_number_wait(in_acme: Tenant, settings: LazySettings) -> None:
    settings.JOBS_IN_FLIGHT = {**settings.JOBS_IN_FLIGHT, "default": 1}
    busy = start_job("test.greet", {}, actor=ADA)
    Job.objects.filter(id=busy.id).update(state=JobState.RUNNING, run=new_id())
    parked = start_job("test.greet", {"email": "p@b.test"}, actor=ADA)
    running.run_job(parked.id)
    parked.refresh_from_db()
    assert (parked.state, parked.sent_at) == ("queued", None)


def test_a_job_of_another_tenant_is_unknown(acme: Tenant, globex: Tenant) -> None:
    from tenants.context import in_tenant

    with in_tenant(acme):
        job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    with in_tenant(globex), pytest.raises(TenantRefused) as refused:
        running.run_job(job.id)
    assert refused.value.reason == "unknown_job"


def test_a_superseded_run_can_not_write(in_acme: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    Job.objects.filter(id=job.id).update(state=JobState.RUNNING, run=new_id())
    job.refresh_from_db()
    old = JobContext(job)
    Job.objects.filter(id=job.id).update(run=new_id())
    with pytest.raises(JobSuperseded):
        old.progress(1)
    with pytest.raises(JobSuperseded):
        old.checkpoint({"row": 1})


def test_the_rescue_takes_back_an_orphan_and_fails_one_that_kills_workers(
    in_acme: Tenant,
) -> None:
    orphan = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    killer = start_job("test.greet", {"email": "k@b.test"}, actor=ADA)
    Job.objects.filter(id=orphan.id).update(state=JobState.RUNNING, run=new_id(), attempts=1)
    Job.objects.filter(id=killer.id).update(state=JobState.RUNNING, run=new_id(), attempts=3)
    assert rescue.rescue_tenant() == 1
    orphan.refresh_from_db()
    killer.refresh_from_db()
    assert (orphan.state, killer.state) == ("queued", "failed")
    assert "died 3 times" in killer.error


def test_the_rescue_sends_again_what_was_lost(in_acme: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    Job.objects.filter(id=job.id).update(sent_at=timezone.now())
    assert rescue.rescue_tenant() == 0
    assert rescue.rescue_tenant(all_messages_lost=True) == 1
    Job.objects.filter(id=job.id).update(sent_at=timezone.now() - timedelta(hours=1))
    assert rescue.rescue_tenant() == 1


def test_asking_in_the_middle_of_a_copy_does_not_hang(in_acme: Tenant) -> None:
    job = start_job("test.greet", {}, actor=ADA)
    Job.objects.filter(id=job.id).update(state=JobState.RUNNING, run=new_id())
    job.refresh_from_db()
    context = JobContext(job)
    with connection.cursor() as cursor, cursor.copy("COPY auth_group (name) FROM STDIN") as copy:
        copy.write_row(["one"])
        context.progress(1)
        assert not context.cancelled()
    context.progress(2)


def test_the_rescue_delivers_events_whose_wake_up_call_was_lost(in_acme: Tenant) -> None:
    emit("test.something.happened", actor=SYSTEM)
    tasks.rescue_one.run(False)
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_a_failing_sweep_holds_up_no_other(
    in_acme: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("broken")

    monkeypatch.setattr(sweeps, "_sweeps", {"bad": fail, "good": lambda: done.append("good")})
    sweeps.sweep_tenant()
    assert done == ["good"]


def test_nothing_is_sent_before_the_commit(
    in_acme: Tenant, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
        assert not Job.objects.filter(sent_at__isnull=False).exists()
    assert len(callbacks) == 1
    assert Job.objects.get(id=job.id).sent_at is not None
    assert current_tenant().slug == "acme"


def test_a_key_bound_to_an_object_steers_no_job(in_acme: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=ADA)
    with pytest.raises(Forbidden):
        cancel_job(job.id, actor=ADA)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert not job.cancel_requested
