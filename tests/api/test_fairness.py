"""T12: what one tenant asks too much of is its own loss; the others are served as ever."""

from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection

from freehold.ids import new_id
from freehold.jobs.models import Job, JobState
from freehold.jobs.running import run_job
from freehold.jobs.services import start_job
from tenants import hosts
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller, problem
from tests.freehold.jobs import kinds  # noqa: F401 - registers the kinds
from tests.freehold.jobs.test_running import ADA

EXPORT = "/accounts/export/"
NOON = "2026-03-31T12:00:00Z"


def granted(tenant: Tenant, **limits: int) -> None:
    with in_public():
        Tenant.objects.filter(id=tenant.id).update(limits=limits)
    hosts.memory.clear()
    tenant.limits = limits


def test_t12_ten_times_its_rate_is_refused_to_a_tenant_and_to_no_other(
    acme: Tenant, admin: Caller, stranger: Caller
) -> None:
    granted(acme, requests_per_minute=10)
    with time_machine.travel(NOON, tick=False):
        answers = [admin.get("/accounts/") for _ in range(100)]
        others = [stranger.get("/accounts/").status_code for _ in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 90
    assert {answer.headers["Retry-After"] for answer in answers[10:]} == {"60"}
    assert others == [200] * 10


def test_t12_a_refused_call_costs_no_statement_of_records(acme: Tenant, admin: Caller) -> None:
    granted(acme, requests_per_minute=1)
    with time_machine.travel(NOON, tick=False):
        admin.get("/accounts/")
        seen: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            problem(admin.get("/accounts/"), 429)
    assert not [sql for sql in seen if "sales_account" in sql]


def test_t12_a_tenant_streams_few_exports_at_once_and_the_others_theirs(
    admin: Caller, stranger: Caller, settings: LazySettings
) -> None:
    under_way = [admin.opened("GET", EXPORT) for _ in range(2)]
    refused = [admin.get(EXPORT) for _ in range(48)]
    assert {answer.status_code for answer in refused} == {429}
    assert "one is done" in problem(refused[0], 429)["detail"]
    assert refused[0].headers["Retry-After"]
    assert stranger.get(EXPORT).status_code == 200
    for answer in under_way:
        assert answer.status_code == 200
        answer.getvalue()
    assert admin.get(EXPORT).status_code == 200


def test_t12_a_refused_export_gives_its_place_back(admin: Caller) -> None:
    for _ in range(5):
        problem(admin.get(f"{EXPORT}?format=docx"), 400)
    assert admin.get(EXPORT).status_code == 200


def _bulk_jobs(count: int) -> list[UUID]:
    return [
        start_job("test.greet", {"email": f"{number}@b.test"}, actor=ADA, queue="bulk").id
        for number in range(count)
    ]


def _state(job: UUID) -> tuple[str, bool]:
    found = Job.objects.get(id=job)
    return found.state, found.sent_at is None


def test_t12_of_fifty_jobs_two_run_and_the_next_tenant_s_job_runs_at_once(
    acme: Tenant, globex: Tenant
) -> None:
    with in_tenant(acme):
        jobs = _bulk_jobs(50)
        Job.objects.filter(id__in=jobs[:2]).update(state=JobState.RUNNING, run=new_id())
        for job in jobs[2:]:
            run_job(job)
        assert {_state(job) for job in jobs[2:]} == {("queued", True)}, "they wait, without message"
    with in_tenant(globex):
        (job,) = _bulk_jobs(1)
        run_job(job)
        assert _state(job)[0] == "done"


@pytest.mark.parametrize(("granted_jobs", "expected"), [(1, "queued"), (5, "done")])
def test_t12_a_plan_bounds_the_jobs_at_the_same_time(
    acme: Tenant, granted_jobs: int, expected: str
) -> None:
    granted(acme, jobs_in_flight=granted_jobs)
    with in_tenant(acme):
        busy, waiting = _bulk_jobs(2)
        Job.objects.filter(id=busy).update(state=JobState.RUNNING, run=new_id())
        run_job(waiting)
        assert _state(waiting)[0] == expected
