"""Background work as people see it: theirs, everybody's for administrators; ended, begun again."""

from typing import Any
from uuid import UUID

import pytest

from freehold.audit.models import AuditEntry
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.jobs import registry
from freehold.jobs.models import Job, JobState
from freehold.jobs.services import start_job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def jobs(acme: Tenant, acme_admin: User, mia: User) -> dict[str, str]:
    """One of the administrator's, one of Mia's that failed, one that came by itself."""
    with in_tenant(acme):
        made = {
            "admin": start_job("audit.verify", actor=callers.actor(acme_admin)),
            "mia": start_job("transfer.import", {"import": "x"}, actor=callers.actor(mia)),
            "clock": start_job("files.sweep", actor=SYSTEM),
        }
        fail(made["mia"].id)
    return {name: str(job.id) for name, job in made.items()}


def fail(job_id: UUID) -> None:
    Job.objects.filter(id=job_id).update(
        state=JobState.FAILED, error="Out of paper.", attempts=3, done=400, total=1000
    )


def listed(caller: Caller, query: str = "") -> set[str]:
    return {one["id"] for one in caller.get(f"/jobs/{query}").json()["results"]}


def test_administrators_see_all_and_others_their_own(
    admin: Caller, member: Caller, jobs: dict[str, str]
) -> None:
    assert listed(admin) == set(jobs.values())
    assert listed(admin, "?whose=mine") == {jobs["admin"]}
    assert listed(admin, "?whose=people") == {jobs["admin"], jobs["mia"]}
    assert listed(admin, "?whose=system") == {jobs["clock"]}
    assert listed(admin, "?state=failed") == {jobs["mia"]}
    assert listed(admin, "?state=queued,running&whose=people") == {jobs["admin"]}
    assert listed(member) == {jobs["mia"]}
    assert listed(member, "?whose=system") == set()
    problem(admin.get("/jobs/?state=asleep"), 400)
    problem(admin.get("/jobs/?whose=theirs"), 400)


def test_a_failed_one_says_why_and_is_begun_again(
    acme: Tenant, member: Caller, jobs: dict[str, str]
) -> None:
    [told] = member.get("/jobs/").json()["results"]
    assert (told["label"], told["import"], told["error"]) == ("Import a file", "x", "Out of paper.")
    assert (told["can_retry"], told["can_cancel"]) == (True, False)
    place = f"/jobs/{jobs['mia']}/retry/"
    again = member.post(place).json()
    assert (again["state"], again["error"], again["can_cancel"]) == ("queued", "", True)
    problem(member.post(place), 409)
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action="jobs.retried", record_id=jobs["mia"]).exists()


def test_what_cannot_be_gone_on_with_is_not_offered(
    acme: Tenant, acme_admin: User, admin: Caller
) -> None:
    with in_tenant(acme):
        job = start_job("start.samples", actor=callers.actor(acme_admin))
        fail(job.id)
    assert admin.get(f"/jobs/{job.id}/").json()["can_retry"] is False
    assert "anew" in problem(admin.post(f"/jobs/{job.id}/retry/"), 409)["detail"]


def test_a_waiting_one_is_ended_and_the_trail_tells(
    acme: Tenant, admin: Caller, member: Caller, jobs: dict[str, str]
) -> None:
    place = f"/jobs/{jobs['admin']}/cancel/"
    problem(member.post(place), 404)
    problem(member.post(f"/jobs/{jobs['clock']}/retry/"), 404)
    assert admin.post(place).json()["state"] == "cancelled"
    with in_tenant(acme):
        entry = AuditEntry.objects.get(action="jobs.cancelled")
        assert str(entry.record_id) == jobs["admin"]


def test_why_an_attempt_broke_stays_with_us(
    acme: Tenant, admin: Caller, jobs: dict[str, str]
) -> None:
    with in_tenant(acme):
        Job.objects.filter(id=jobs["admin"]).update(error="ValueError: secret", attempts=1)
    assert admin.get(f"/jobs/{jobs['admin']}/").json()["error"] == ""


def test_people_have_a_word_for_every_kind() -> None:
    unnamed: list[Any] = [
        one.name
        for one in registry.all_kinds()
        if not one.label and not one.name.startswith("test.")
    ]
    assert not unnamed
