"""F01, F04: a real worker on a real broker. What is killed is done all the same, and once."""

import os
import signal
from collections.abc import Iterator

import pytest
from celery import Task
from django.utils import timezone

from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.jobs import present_workers, rescue, tasks
from freehold.jobs.models import Job, JobState
from freehold.jobs.running import run_job
from freehold.jobs.services import start_job
from freehold.jobs.task_types import HEADER
from tenants.context import in_public, in_tenant
from tenants.models import DeadLetter, Tenant
from tests.freehold.jobs import kinds
from tests.ground.workers import kill_at_once, real_broker, wait_until, worker


@pytest.fixture(autouse=True)
def _broker(fresh_tenant: Tenant) -> Iterator[None]:
    with real_broker(), in_tenant(fresh_tenant):
        yield


def _state(job: Job) -> str:
    return str(Job.objects.values_list("state", flat=True).get(id=job.id))


@pytest.mark.slow
def test_f01_a_worker_process_that_is_killed_in_a_job_loses_and_doubles_nothing() -> None:
    with worker(kinds.__name__):
        job = start_job("test.die_once", actor=SYSTEM)
        wait_until(lambda: Job.objects.get(id=job.id).attempts >= 1)
        wait_until(lambda: _rescued_and_done(job))
    job.refresh_from_db()
    assert job.result == {"attempt": 2}
    assert User.objects.filter(name="Survivor").count() == 1


@pytest.mark.slow
def test_f01_a_whole_worker_that_is_killed_leaves_its_job_to_the_next() -> None:
    job = start_job("test.endless", actor=SYSTEM)
    with worker(kinds.__name__) as first:
        wait_until(lambda: Job.objects.get(id=job.id).done > 3)
        kill_at_once(first)
    reached = Job.objects.get(id=job.id).done
    # Killed between two steps, it takes the message of the next one with it: that is noticed late.
    Job.objects.filter(id=job.id, state=JobState.QUEUED).update(
        sent_at=timezone.now() - 2 * rescue.LOST_AFTER
    )
    with worker(kinds.__name__):
        wait_until(lambda: rescue.rescue_tenant() > 0 or Job.objects.get(id=job.id).done > reached)
        wait_until(lambda: Job.objects.get(id=job.id).done > reached + 3)
        Job.objects.filter(id=job.id).update(cancel_requested=True)
        wait_until(lambda: _state(job) == "cancelled")
    assert User.objects.filter(name="Step").count() == Job.objects.get(id=job.id).cursor


@pytest.mark.slow
def test_a_worker_says_which_queues_it_serves_until_it_stands_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(present_workers, "SILENT_AFTER_SECONDS", 5.0)
    served = {"interactive": 1, "default": 1, "bulk": 1, "schemas": 0}
    with worker(kinds.__name__, "--heartbeat-interval", "1") as process:
        wait_until(lambda: present_workers.by_queue() == served)
        os.killpg(process.pid, signal.SIGSTOP)
        wait_until(lambda: not any(present_workers.by_queue().values()))
        os.killpg(process.pid, signal.SIGCONT)
        wait_until(lambda: present_workers.by_queue() == served)
        process.terminate()
        wait_until(lambda: process.poll() is not None)
        assert not any(present_workers.by_queue().values())


@pytest.mark.parametrize("kind", ["test.cut_off_whole", "test.cut_off_in_steps"])
def test_f04_a_job_whose_session_ends_is_tried_again(kind: str) -> None:
    job = start_job(kind, actor=SYSTEM)
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    Job.objects.filter(id=job.id).update(available_at=timezone.now())
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"attempt": 2})
    assert User.objects.filter(name="Survivor").count() == (kind == "test.cut_off_whole")


@pytest.mark.slow
def test_T07_hostile_messages_are_buried_and_the_worker_goes_on(fresh_tenant: Tenant) -> None:
    job = start_job("test.greet", {"email": "a@b.test"}, actor=SYSTEM)
    with in_public():
        before = DeadLetter.objects.count()
        _forge(job, {})
        _forge(job, {HEADER: "public"})
    with worker(kinds.__name__):
        wait_until(lambda: _state(job) == "done")
        wait_until(lambda: DeadLetter.objects.count() == before + 2)
    with in_public():
        reasons = set(DeadLetter.objects.values_list("reason", flat=True))
        assert {"missing", "unknown"} <= reasons
        DeadLetter.objects.all().delete()


def _forge(job: Job, headers: dict[str, str]) -> None:
    """Past our own guard, as somebody who can write to the broker would."""
    Task.apply_async(tasks.run, (str(job.id),), queue="default", headers=headers)


def _rescued_and_done(job: Job) -> bool:
    """The broker gives the message back, or else the rescue sends a new one."""
    rescue.rescue_tenant()
    return _state(job) == "done"
