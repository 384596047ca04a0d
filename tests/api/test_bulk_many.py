"""Bulk changes of whole lists: previews, partial ones, and thousands of records by a job."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.records.models import UndoStep
from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_lists import fill
from tests.ground.jobs import work_off

ALL: dict[str, Any] = {"and": []}
REPS = {"*": {"create": True, "read": "all", "update": "own", "delete": "own"}}


@pytest.fixture
def rep(acme: Tenant) -> Caller:
    """Sees everything, changes what is hers, may change many at once."""
    return callers.with_key(acme, callers.person(acme, "Rea", grants=REPS, rights=["bulk"]))


@pytest.fixture
def ids(acme: Tenant, acme_admin: User) -> list[str]:
    return fill(acme, acme_admin, "accounts", [{"name": f"A{n}"} for n in range(3)])


def preview(caller: Caller, **wanted: Any) -> dict[str, Any]:
    response = caller.post("/accounts/bulk/", {"dry_run": True, **wanted})
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def phones(caller: Caller) -> set[str | None]:
    found = caller.get("/accounts/?fields=phone&limit=200").json()["results"]
    return {one["phone"] for one in found}


def test_z04_a_mix_of_own_foreign_missing_and_other_tenants_ids_changes_nothing(
    admin: Caller, rep: Caller, stranger: Caller, ids: list[str]
) -> None:
    own = rep.made("/accounts/", {"name": "Own"})["id"]
    theirs = stranger.made("/accounts/", {"name": "Theirs"})["id"]
    for others in ([ids[0]], [str(new_id())], [theirs], [ids[0], str(new_id()), theirs]):
        mixed = {"ids": [own, *others]}
        for action, values in (
            ("update", {"phone": "1"}), ("assign", {"owner": None}), ("delete", {}),
        ):  # fmt: skip
            told = problem(
                rep.post("/accounts/bulk/", {"action": action, "values": values, **mixed}), 403
            )
            assert told["detail"].startswith(f"{len(others)} of the records do not exist")
    assert phones(admin) == {None}
    assert admin.get("/accounts/").json()["count"] == 4
    assert stranger.get(f"/accounts/{theirs}/").json()["phone"] is None


def test_z04_with_partial_only_what_is_ones_own_changes(
    admin: Caller, rep: Caller, stranger: Caller, ids: list[str]
) -> None:
    own = rep.made("/accounts/", {"name": "Own"})["id"]
    theirs = stranger.made("/accounts/", {"name": "Theirs"})["id"]
    wanted = {
        "action": "update", "ids": [own, ids[0], theirs, str(new_id())],
        "values": {"phone": "1"}, "partial": True,
    }  # fmt: skip
    done = rep.post("/accounts/bulk/", wanted).json()
    assert (done["count"], done["skipped"]) == (1, 3)
    assert admin.get(f"/accounts/{own}/").json()["phone"] == "1"
    assert admin.get(f"/accounts/{ids[0]}/").json()["phone"] is None
    assert stranger.get(f"/accounts/{theirs}/").json()["phone"] is None


def test_z04_a_filter_reaches_only_what_is_ones_own(
    admin: Caller, rep: Caller, ids: list[str]
) -> None:
    rep.made("/accounts/", {"name": "Own"})
    wanted = {"action": "delete", "filter": ALL}
    assert preview(rep, **wanted)["not_allowed"] == 3
    assert rep.post("/accounts/bulk/", wanted).json()["count"] == 1
    assert admin.get("/accounts/").json()["count"] == 3


def test_a_preview_counts_shows_and_changes_nothing(
    admin: Caller, rep: Caller, ids: list[str]
) -> None:
    rep.made("/accounts/", {"name": "Own"})
    rep.made("/accounts/", {"name": "Same", "phone": "1"})
    told = preview(rep, action="update", filter=ALL, values={"phone": "1"})
    counts = {name: told[name] for name in ("total", "count", "unchanged", "not_allowed")}
    assert counts == {"total": 5, "count": 1, "unchanged": 1, "not_allowed": 3}
    assert told["invalid"] == 0
    [sample] = told["sample"]
    assert sample["name"] == "Own"
    assert sample["changes"] == [{"field": "phone", "label": "Phone", "from": None, "to": "1"}]
    assert phones(admin) == {None, "1"}
    found = admin.get("/accounts/?fields=name,version").json()["results"]
    assert {one["version"] for one in found} == {1}


def test_a_preview_names_each_record_that_the_values_do_not_fit(
    admin: Caller, ids: list[str]
) -> None:
    field = {"object": "accounts", "name": "key", "label": "Key", "type": "text", "unique": True}
    admin.made("/fields/", field)
    told = preview(admin, action="update", ids=ids, values={"custom": {"key": "one"}})
    assert told["count"] + told["invalid"] == 3
    assert told["invalid"] >= 2
    assert {one["name"] for one in told["errors"]} <= {"A0", "A1", "A2"}
    assert told["errors"][0]["errors"][0]["field"] == "custom.key"


def test_a_preview_refuses_what_no_record_could_take(admin: Caller, ids: list[str]) -> None:
    wanted = {"dry_run": True, "action": "update", "ids": ids, "values": {"email": "nonsense"}}
    told = problem(admin.post("/accounts/bulk/", wanted), 422)
    assert told["errors"][0]["field"] == "email"


def test_a_preview_of_ids_tells_missing_foreign_and_unowned_in_one_number(
    rep: Caller, stranger: Caller, ids: list[str]
) -> None:
    theirs = stranger.made("/accounts/", {"name": "Theirs"})["id"]
    own = rep.made("/accounts/", {"name": "Own"})["id"]
    told = preview(rep, action="delete", ids=[own, ids[0], theirs, str(new_id())])
    assert (told["count"], told["not_allowed"]) == (1, 3)
    assert [one["name"] for one in told["sample"]] == ["Own"]


def test_a_hidden_field_can_not_be_set_and_shows_in_no_preview(
    acme: Tenant, ids: list[str]
) -> None:
    everything = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    bea = callers.person(
        acme, "Bea", grants=everything, rights=["bulk"], fields={"accounts": {"phone": "hidden"}}
    )
    blind = callers.with_key(acme, bea)
    wanted = {"action": "update", "ids": ids, "values": {"phone": "1"}}
    hidden = blind.post("/accounts/bulk/", wanted)
    unknown = blind.post("/accounts/bulk/", {**wanted, "values": {"phony": "1"}})
    assert hidden.status_code == unknown.status_code == 400
    told = preview(blind, action="update", ids=ids, values={"website": "a.example"})
    assert [one["field"] for one in told["sample"][0]["changes"]] == ["website"]


def test_all_but_some_of_a_list(admin: Caller, ids: list[str]) -> None:
    wanted = {"action": "delete", "filter": ALL, "exclude": [ids[1]]}
    assert admin.post("/accounts/bulk/", wanted).json()["count"] == 2
    assert [one["id"] for one in admin.get("/accounts/").json()["results"]] == [ids[1]]


def test_a_search_goes_along_with_a_filter(admin: Caller, ids: list[str]) -> None:
    wanted = {"action": "delete", "filter": ALL, "search": "a2"}
    assert admin.post("/accounts/bulk/", wanted).json()["count"] == 1


@pytest.fixture
def many(acme: Tenant, acme_admin: User) -> int:
    for start in range(0, 2500, 1000):
        size = min(1000, 2500 - start)
        fill(acme, acme_admin, "accounts", [{"name": f"B{start + n:05}"} for n in range(size)])
    return 2500


def work(acme: Tenant) -> None:
    with in_tenant(acme):
        work_off()


def test_thousands_are_changed_by_a_job_and_undone_by_one_token(
    admin: Caller, acme: Tenant, many: int
) -> None:
    wanted = {"action": "update", "filter": ALL, "values": {"phone": "1"}}
    assert preview(admin, **wanted)["job"] is True
    response = admin.post("/accounts/bulk/", wanted)
    assert response.status_code == 202
    started = response.json()
    assert started["count"] == many
    work(acme)
    job = admin.get(f"/jobs/{started['job']}/").json()
    assert job["state"] == "done", job
    assert job["progress"] == {"done": many, "total": many}
    assert job["result"]["changed"] == many
    assert admin.get("/accounts/?phone=1").json()["count"] == many
    undone = admin.post(f"/undo/{started['undo']}/")
    assert undone.status_code == 200
    assert len(undone.json()["ids"]) == many
    assert admin.get("/accounts/?phone=1").json()["count"] == 0


def test_a_job_takes_only_what_was_there_when_it_was_asked_for(
    admin: Caller, acme: Tenant, many: int
) -> None:
    started = admin.post("/accounts/bulk/", {"action": "delete", "filter": ALL}).json()
    late = admin.made("/accounts/", {"name": "Late"})
    work(acme)
    assert [one["id"] for one in admin.get("/accounts/").json()["results"]] == [late["id"]]
    restored = {"action": "restore", "filter": ALL}
    assert admin.post("/accounts/bulk/", restored).status_code == 202
    work(acme)
    assert admin.get("/accounts/").json()["count"] == many + 1
    problem(admin.post(f"/undo/{started['undo']}/"), 409)


def test_what_is_undone_while_it_waits_does_not_run(admin: Caller, acme: Tenant, many: int) -> None:
    started = admin.post("/accounts/bulk/", {"action": "delete", "filter": ALL}).json()
    assert admin.post(f"/undo/{started['undo']}/").status_code == 200
    work(acme)
    assert admin.get(f"/jobs/{started['job']}/").json()["state"] == "failed"
    assert admin.get("/accounts/").json()["count"] == many


def test_plain_nonsense_starts_no_job(admin: Caller, acme: Tenant, many: int) -> None:
    wanted = {"action": "update", "filter": ALL, "values": {"email": "nonsense"}}
    problem(admin.post("/accounts/bulk/", wanted), 422)
    with in_tenant(acme):
        assert not UndoStep.objects.exists()


def test_a_job_goes_on_where_it_was_stopped(
    admin: Caller, acme: Tenant, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_core.records.services.bulk_runs.TURN", 0.0)
    started = admin.post("/accounts/bulk/", {"action": "delete", "filter": ALL}).json()
    work(acme)
    assert admin.get(f"/jobs/{started['job']}/").json()["result"]["changed"] == many
    with in_tenant(acme):
        assert len(UndoStep.objects.get(id=UUID(started["undo"])).records) == many


def test_what_came_of_a_job_is_for_whoever_asked(
    admin: Caller, rep: Caller, acme: Tenant, ids: list[str]
) -> None:
    for start in range(0, 1100, 1000):
        rows = [{"name": f"R{start + n}"} for n in range(min(1000, 1100 - start))]
        with in_tenant(acme):
            rea = User.objects.get(name="Rea")
        fill(acme, rea, "accounts", rows)
    started = rep.post("/accounts/bulk/", {"action": "delete", "filter": ALL}).json()
    work(acme)
    assert rep.get(f"/jobs/{started['job']}/").json()["result"]["changed"] == 1100
    assert admin.get(f"/jobs/{started['job']}/").json()["result"] is None
