"""Names that are nearly the same: who is found, for whom, and what takes a pair out again."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from crm_core.records.models import ComparedName, SimilarPair
from crm_core.records.selectors import similar
from crm_core.records.services import comparing, pairing
from freehold.events.services import deliver_waiting
from freehold.identity.actor import SYSTEM
from freehold.jobs.models import Job
from freehold.jobs.services import start_job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.ground.jobs import work_off

Look = Callable[[], None]


@pytest.fixture
def look(acme: Tenant) -> Look:
    """What the workers do within the next minutes."""

    def worked() -> None:
        with in_tenant(acme):
            deliver_waiting()
            with time_machine.travel(timezone.now() + timedelta(minutes=2)):
                work_off()

    return worked


@pytest.fixture
def night(acme: Tenant) -> Look:
    """The nightly walk, without any event."""

    def worked() -> None:
        with in_tenant(acme):
            start_job("records.compare_names", actor=SYSTEM)
            work_off()
            with time_machine.travel(timezone.now() + timedelta(minutes=2)):
                work_off()

    return worked


def account(caller: Caller, name: str, **values: Any) -> str:
    return str(caller.made("/accounts/", {"name": name, **values})["id"])


def contact(caller: Caller, first_name: str | None, last_name: str, **values: Any) -> str:
    body = {"first_name": first_name, "last_name": last_name, **values}
    return str(caller.made("/contacts/", body)["id"])


def told(caller: Caller, name: str, limit: int = 100) -> list[dict[str, Any]]:
    """The whole queue."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = caller.get(f"/{name}/duplicates/?limit={limit}&cursor={cursor}")
        assert page.status_code == 200, page.content
        found += page.json()["results"]
        cursor = page.json()["next"]
    return found


def pairs(caller: Caller, name: str, limit: int = 100) -> list[tuple[list[str], int | None]]:
    """The names of each group, in the queue's order, and how similar they are."""
    return [
        (sorted(one["name"] for one in group["records"]), group["similarity"])
        for group in told(caller, name, limit)
    ]


def test_companies_are_found_below_those_with_the_same_name(admin: Caller, look: Look) -> None:
    for name in ("Same", "same", "Müler", "Müller GmbH & Co. KG", "Acme", "Acne", "Alone"):
        account(admin, name)
    for name in ("Nordlicht AG", "Nordlicht Aktiengesellschaft", "Data Werk", "Datawerk Inc."):
        account(admin, name)
    look()
    found = pairs(admin, "accounts")
    assert found[0] == (["Same", "same"], None)
    assert sorted(found[1:3]) == [
        (["Data Werk", "Datawerk Inc."], 100),
        (["Nordlicht AG", "Nordlicht Aktiengesellschaft"], 100),
    ]
    assert found[3:] == [(["Müler", "Müller GmbH & Co. KG"], 83)]
    assert pairs(admin, "accounts", limit=1) == found
    assert told(admin, "accounts")[-1]["fields"] == ["name"]


def test_people_are_found_by_both_names_or_at_the_same_account(admin: Caller, look: Look) -> None:
    here, there = account(admin, "Here"), account(admin, "Elsewhere")
    contact(admin, "Jon", "Smith", account=here)
    contact(admin, "John", "Smith", account=there)
    contact(admin, "Jane", "Smith", account=there)
    contact(admin, "A.", "Lovelace", account=here)
    contact(admin, "Ada", "Lovelace", account=here)
    contact(admin, None, "Lovelace", account=there)
    look()
    assert pairs(admin, "contacts") == [
        (["John Smith", "Jon Smith"], 89),
        (["A. Lovelace", "Ada Lovelace"], 82),
    ]
    for name, company in (("C.", "Analytical Ltd"), ("Charles", "Analytical"), ("Ch.", "Other")):
        admin.made("/leads/", {"first_name": name, "last_name": "Babbage", "company": company})
    look()
    assert pairs(admin, "leads") == [(["C. Babbage", "Charles Babbage"], 57)]


def test_different_numbers_are_different_names(admin: Caller, look: Look) -> None:
    for name in ("Branch 1", "Branch 2", "Branche 1"):
        account(admin, name)
    look()
    assert pairs(admin, "accounts") == [(["Branch 1", "Branche 1"], 88)]


def test_what_is_the_same_in_a_field_too_is_told_once(
    acme: Tenant, admin: Caller, look: Look
) -> None:
    for first in ("Jon", "John"):
        contact(admin, first, "Smith", email="smith@example.com")
    look()
    assert pairs(admin, "contacts") == [(["John Smith", "Jon Smith"], None)]
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    hidden = {"contacts": {"email": "hidden"}}
    blind = callers.person(acme, "Vera", grants=grants, fields=hidden)
    assert pairs(callers.with_key(acme, blind), "contacts") == [(["John Smith", "Jon Smith"], 89)]


def test_nobody_is_told_of_records_or_names_that_they_may_not_see(
    acme: Tenant, admin: Caller, member: Caller, look: Look
) -> None:
    contact(member, "Jon", "Smith")
    contact(admin, "John", "Smith")
    look()
    assert len(told(admin, "contacts")) == 1
    assert told(member, "contacts") == []
    contact(member, "Jonn", "Smith")
    look()
    assert pairs(member, "contacts") == [(["Jon Smith", "Jonn Smith"], 89)]
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    hidden = {"contacts": {"first_name": "hidden"}}
    blind = callers.person(acme, "Vera", grants=grants, fields=hidden)
    assert told(callers.with_key(acme, blind), "contacts") == []


def test_different_ones_are_not_told_again_until_that_is_taken_back(
    admin: Caller, look: Look
) -> None:
    ids = [account(admin, name) for name in ("Nordlicht AG", "Nordlicht")]
    look()
    assert admin.post("/accounts/duplicates/", {"ids": ids}).status_code == 204
    assert told(admin, "accounts") == []
    admin.patch(f"/accounts/{ids[0]}/", {"name": "Nordlicht SE"})
    look()
    assert told(admin, "accounts") == []
    admin.post("/accounts/duplicates/", {"ids": ids, "different": False})
    assert len(told(admin, "accounts")) == 1


def test_a_merge_takes_the_pair_out_and_its_undo_brings_it_back(admin: Caller, look: Look) -> None:
    kept, gone = account(admin, "Nordlicht AG"), account(admin, "Nordlicht")
    look()
    body = {"survivor": kept, "others": [gone]}
    merged = admin.post("/accounts/merge/", body).json()
    assert told(admin, "accounts") == []
    look()
    assert told(admin, "accounts") == []
    assert admin.post(f"/undo/{merged['undo']}/").status_code == 200
    look()
    assert len(told(admin, "accounts")) == 1


def test_a_new_name_makes_new_pairs_and_ends_the_old_ones(admin: Caller, look: Look) -> None:
    one, _ = account(admin, "Nordlicht AG"), account(admin, "Nordlicht")
    account(admin, "Südlicht Ltd")
    look()
    admin.patch(f"/accounts/{one}/", {"name": "Suedlicht"})
    look()
    assert [names for names, _ in pairs(admin, "accounts")] == [["Suedlicht", "Südlicht Ltd"]]


def test_the_trash_is_not_compared_and_what_is_gone_leaves_no_name(
    acme: Tenant, admin: Caller, look: Look
) -> None:
    kept, gone = account(admin, "Nordlicht AG"), account(admin, "Nordlicht")
    look()
    admin.delete(f"/accounts/{gone}/")
    assert told(admin, "accounts") == []
    look()
    with in_tenant(acme):
        assert not SimilarPair.objects.exists()
    admin.post(f"/accounts/{gone}/restore/")
    look()
    assert len(told(admin, "accounts")) == 1
    admin.delete(f"/accounts/{gone}/")
    assert admin.post(f"/accounts/{gone}/purge/").status_code == 204
    with in_tenant(acme):
        assert [str(one) for one in ComparedName.objects.values_list("record_id", flat=True)] == [
            kept
        ]
        assert not SimilarPair.objects.exists()


def test_a_name_that_many_bear_makes_few_pairs(acme: Tenant, admin: Caller, look: Look) -> None:
    here = account(admin, "Here")
    for number in range(12):
        contact(admin, "Peter", "Müller", email=f"p{number}@example.com")
    for _ in range(2):
        contact(admin, "Petre", "Müller", account=here)
    look()
    with in_tenant(acme):
        held = list(SimilarPair.objects.values_list("record_id", "other_id"))
    each = [ident for pair in held for ident in pair]
    assert held
    assert max(each.count(ident) for ident in set(each)) <= pairing.MOST_PAIRS
    names = [sorted(one["name"] for one in group["records"]) for group in told(admin, "contacts")]
    assert ["Peter Müller", "Peter Müller"] not in names


def test_the_night_finds_what_nobody_told_and_goes_on_after_an_interruption(
    acme: Tenant, admin: Caller, night: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "STEP", 2)
    monkeypatch.setattr(pairing, "STEP", 1)
    for name in ("Nordlicht", "Nordlicht AG", "Müller", "Müler", "Alone"):
        account(admin, name)
    step, looked = pairing._keep, []

    def fails(*told: Any) -> None:
        looked.append(told)
        if len(looked) == 3:
            raise OSError("The worker lost its connection.")
        step(*told)

    monkeypatch.setattr(pairing, "_keep", fails)
    night()
    assert len(looked) == 3
    with in_tenant(acme), time_machine.travel(timezone.now() + timedelta(minutes=5)):
        work_off()
    assert len(looked) == 6
    assert len(told(admin, "accounts")) == 2
    night()
    assert len(looked) == 6, "nothing has changed"
    with in_tenant(acme):
        assert not ComparedName.objects.filter(waiting=True).exists()


def test_objects_of_ones_own_are_compared_at_night(admin: Caller, night: Look) -> None:
    body = {"name": "boats", "label": "Boat", "label_plural": "Boats"}
    made = admin.made("/custom-objects/", body)
    for name in ("Sea Cloud", "Sea Clowd"):
        admin.made("/boats/", {"name": name})
    night()
    assert pairs(admin, "boats") == [(["Sea Cloud", "Sea Clowd"], 88)]
    described = admin.get("/objects/boats/").json()
    assert "duplicates" in described["features"]
    assert admin.delete(f"/custom-objects/{made['id']}/").status_code in (200, 204)
    night()


def test_a_change_of_other_fields_starts_nothing(acme: Tenant, admin: Caller, look: Look) -> None:
    one = account(admin, "Nordlicht")
    look()
    admin.patch(f"/accounts/{one}/", {"industry": "energy"})
    with in_tenant(acme):
        deliver_waiting()
        jobs = Job.objects.filter(kind=comparing.KIND)
        assert [job.state for job in jobs] == ["done"]


def test_changes_of_a_minute_are_looked_at_by_one_job(acme: Tenant, admin: Caller) -> None:
    for name in ("Nordlicht", "Südlicht"):
        account(admin, name)
        with in_tenant(acme):
            deliver_waiting()
    with in_tenant(acme):
        assert Job.objects.filter(kind=comparing.KIND).count() == 1


def test_a_full_window_leads_on(admin: Caller, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "WINDOW", 1)
    ids = []
    for name in ("Nordlicht", "Südwind", "Ostsee"):
        ids.append([account(admin, name), account(admin, f"{name} GmbH")])
    look()
    admin.post("/accounts/duplicates/", {"ids": ids[1]})
    assert len(told(admin, "accounts", limit=1)) == 2


@pytest.mark.parametrize("key", ['["x","y","z"]', '["1"]', '["9999","x","x"]', "[1,2,3]"])
def test_a_cursor_that_names_no_pair_is_refused(admin: Caller, key: str) -> None:
    cursor = base64.urlsafe_b64encode(f"[3,{key},true]".encode()).decode().rstrip("=")
    callers.problem(admin.get(f"/accounts/duplicates/?cursor={cursor}"), 400)


def test_the_number_of_statements_is_the_same_for_two_pairs_and_for_many(
    admin: Caller, look: Look, django_assert_max_num_queries: Any
) -> None:
    def read(names: list[str]) -> int:
        for name in names:
            account(admin, name)
            account(admin, f"{name} AG")
        look()
        with django_assert_max_num_queries(60) as counted:
            assert admin.get("/accounts/duplicates/?limit=100").status_code == 200
        return len(counted)

    read(["Nordlicht"])
    few = read(["Südwind"])
    assert few == read(["Ostsee", "Feldberg", "Harzburg", "Rheingold", "Kaiserstuhl", "Brocken"])
