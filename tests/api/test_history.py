"""History: what was done in the last thirty days, what stands in the way, and taking it back."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm_core.records.models import UndoStep
from crm_core.records.services.undoing import forget_old_steps
from crm_core.sales.models import Account
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def account(admin: Caller) -> dict[str, Any]:
    return admin.made("/accounts/", {"name": "Acme", "phone": "1", "website": "https://a.example"})


@pytest.fixture
def colleague(acme: Tenant) -> Caller:
    """May change everything, and lacks the right to read the trail."""
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    return callers.with_key(acme, callers.person(acme, "Cleo", grants=grants, rights=["bulk"]))


def place(made: dict[str, Any]) -> str:
    return f"/accounts/{made['id']}/"


def changed(caller: Caller, made: dict[str, Any], **values: Any) -> str:
    answer = caller.patch(place(made), values)
    assert answer.status_code == 200, answer.content
    token: str = answer.headers["Undo-Token"]
    return token


def listed(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = caller.get(f"/history/{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_it_tells_what_was_done_to_what_and_that_it_can_be_undone(
    admin: Caller, account: dict[str, Any]
) -> None:
    token = changed(admin, account, phone="2")
    [one] = listed(admin)
    assert (one["id"], one["action"], one["object"]) == (token, "update", "accounts")
    assert one["record"] == {"id": account["id"], "name": "Acme"}
    assert (one["fields"], one["count"], one["can_undo"]) == (["Phone"], 1, True)
    assert (one["mine"], one["undone_at"], one["conflict_count"]) == (True, None, 0)
    assert admin.post(f"/undo/{token}/").json()["skipped"] == 0
    [one] = listed(admin)
    assert one["undone_at"]
    assert one["can_undo"] is False


def test_a_newer_change_of_the_same_field_stands_in_the_way_and_is_named(
    admin: Caller, colleague: Caller, account: dict[str, Any]
) -> None:
    token = changed(admin, account, phone="2")
    changed(colleague, account, phone="3")
    [one] = listed(admin)
    assert (one["can_undo"], one["conflict_count"]) == (False, 1)
    detail = admin.get(f"/history/{token}/").json()
    assert detail["records"] == [{"id": account["id"], "name": "Acme"}]
    [conflict] = detail["conflicts"]
    assert (conflict["name"], conflict["reason"], conflict["fields"]) == (
        "Acme",
        "changed",
        ["Phone"],
    )
    assert conflict["changed_by"]["name"] == "Cleo"
    assert conflict["changed_at"]
    refused = problem(admin.post(f"/undo/{token}/"), 409)
    assert refused["conflicts"] == [conflict]
    assert (refused["conflict_count"], refused["rest"]) == (1, 0)
    problem(admin.post(f"/undo/{token}/", {"skip_conflicts": True}), 409)


def test_a_newer_change_of_another_field_does_not(
    admin: Caller, colleague: Caller, account: dict[str, Any]
) -> None:
    token = changed(admin, account, phone="2")
    changed(colleague, account, website="https://b.example")
    assert listed(admin)[0]["can_undo"] is True
    assert admin.post(f"/undo/{token}/").status_code == 200
    now = admin.get(place(account)).json()
    assert (now["phone"], now["website"]) == ("1", "https://b.example")


def test_custom_fields_do_not_stand_in_each_others_way(admin: Caller) -> None:
    for label in ("Tier", "Colour"):
        admin.made("/fields/", {"object": "accounts", "label": label, "type": "text"})
    made = admin.made("/accounts/", {"name": "A", "custom": {"tier": "gold"}})
    token = changed(admin, made, custom={"tier": "iron"})
    changed(admin, made, custom={"colour": "red"})
    assert admin.post(f"/undo/{token}/").status_code == 200
    assert admin.get(place(made)).json()["custom"] == {"tier": "gold", "colour": "red"}


def test_of_many_records_the_rest_can_be_undone(admin: Caller, colleague: Caller) -> None:
    many = [admin.made("/accounts/", {"name": f"A{n}", "phone": "1"}) for n in range(3)]
    body = {"action": "update", "ids": [one["id"] for one in many], "values": {"phone": "2"}}
    token = admin.post("/accounts/bulk/", body).json()["undo"]
    changed(colleague, many[1], phone="3")
    colleague.delete(place(many[2]))
    refused = problem(admin.post(f"/undo/{token}/"), 409)
    assert (refused["conflict_count"], refused["rest"]) == (2, 1)
    assert {one["reason"] for one in refused["conflicts"]} == {"changed", "deleted"}
    assert admin.get(place(many[0])).json()["phone"] == "2"
    done = admin.post(f"/undo/{token}/", {"skip_conflicts": True}).json()
    assert (done["ids"], done["skipped"]) == ([many[0]["id"]], 2)
    assert [admin.get(place(one)).json()["phone"] for one in many[:2]] == ["1", "3"]
    [step] = [one for one in listed(admin) if one["id"] == token]
    assert (step["skipped"], step["can_undo"]) == (2, False)


def test_deleting_restoring_assigning_and_moving_are_listed(
    admin: Caller, account: dict[str, Any], mia: User
) -> None:
    admin.delete(place(account))
    admin.post(f"{place(account)}restore/")
    assign = {"action": "assign", "ids": [account["id"]], "values": {"owner": str(mia.id)}}
    admin.post("/accounts/bulk/", assign)
    deal = admin.made("/opportunities/", {"name": "Deal"})
    stages = admin.get("/stages/").json()["results"]
    other = next(one for one in stages if one["id"] != deal["stage"]["id"])
    admin.post(f"/opportunities/{deal['id']}/move/", {"stage": other["id"]})
    steps = listed(admin)
    assert [one["action"] for one in steps] == ["move", "bulk_assign", "restore", "delete"]
    assert [one["can_undo"] for one in steps] == [True, True, True, False]
    for step in steps[:3]:
        assert admin.post(f"/undo/{step['id']}/").status_code == 200
    assert admin.get(f"{place(account)}?trash=true").json()["deleted_at"]
    assert admin.get(f"/opportunities/{deal['id']}/").json()["stage"] == deal["stage"]


def test_others_actions_need_the_right_to_the_trail(
    acme: Tenant, admin: Caller, colleague: Caller, member: Caller, account: dict[str, Any]
) -> None:
    theirs = changed(colleague, account, phone="2")
    for path in ("/history/?everyone=true", f"/history/?user={_id(acme, 'cleo')}"):
        problem(member.get(path), 403)
        [one] = listed(admin, path.removeprefix("/history/"))
        assert (one["mine"], one["can_undo"], one["actor"]["name"]) == (False, False, "Cleo")
    assert listed(admin) == listed(member) == []
    problem(member.get(f"/history/{theirs}/"), 404)
    assert admin.get(f"/history/{theirs}/").json()["mine"] is False
    problem(admin.post(f"/undo/{theirs}/"), 404)


def _id(tenant: Tenant, name: str) -> Any:
    with in_tenant(tenant):
        return User.objects.get(email=f"{name}@acme.test").id


def test_hidden_fields_and_records_have_no_name(
    acme: Tenant, admin: Caller, account: dict[str, Any]
) -> None:
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    person = callers.person(acme, "Hal", grants=grants)
    hal = callers.with_key(acme, person)
    token = changed(hal, account, phone="2")
    role = next(r for r in admin.get("/roles/").json()["results"] if r["name"] == "Role of Hal")
    admin.patch(
        f"/roles/{role['id']}/", {"fields": {"accounts": {"phone": "hidden", "name": "hidden"}}}
    )
    changed(admin, account, phone="3")
    detail = hal.get(f"/history/{token}/").json()
    assert detail["fields"] == detail["conflicts"][0]["fields"] == []
    assert detail["record"]["name"] is detail["conflicts"][0]["name"] is None
    assert '"Acme"' not in hal.post(f"/undo/{token}/").content.decode()
    admin.patch(f"/roles/{role['id']}/", {"grants": {"accounts": {"read": "own"}}, "fields": {}})
    assert hal.get(f"/history/{token}/").json()["record"]["name"] is None


def test_after_thirty_days_it_is_over(admin: Caller, acme: Tenant, account: dict[str, Any]) -> None:
    token = changed(admin, account, phone="2")
    with in_tenant(acme):
        UndoStep.objects.update(created_at=timezone.now() - datetime.timedelta(days=31))
        assert listed(admin) == []
        problem(admin.get(f"/history/{token}/"), 404)
        problem(admin.post(f"/undo/{token}/"), 404)
        assert forget_old_steps(timezone.now()) == 1
        assert not UndoStep.objects.exists()


def test_pages_follow_each_other_without_a_gap(admin: Caller, account: dict[str, Any]) -> None:
    tokens = [changed(admin, account, phone=str(n)) for n in range(2, 7)]
    seen, cursor = [], ""
    while True:
        page = admin.get(f"/history/?limit=2&cursor={cursor}").json()
        seen += [one["id"] for one in page["results"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == tokens[::-1]
    for query in ("cursor=x", "cursor=2026-01-01|x", "limit=0", "user=x", "everyone=perhaps"):
        problem(admin.get(f"/history/?{query}"), 400)


def test_it_costs_the_same_for_few_and_for_many(
    admin: Caller, colleague: Caller, account: dict[str, Any]
) -> None:
    counts = []
    for number in (2, 30):
        for n in range(number):
            changed(admin, account, phone=f"{number}-{n}")
        admin.get("/history/?limit=200")
        with CaptureQueriesContext(connection) as captured:
            admin.get("/history/?limit=200")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14, counts


def test_a_hand_over_of_everything_is_one_action(
    admin: Caller, acme_admin: User, mia: User, account: dict[str, Any]
) -> None:
    admin.made("/contacts/", {"last_name": "Ode"})
    done = admin.post(f"/users/{acme_admin.id}/hand-over/", {"to": str(mia.id)})
    assert done.status_code == 200, done.content
    [step] = listed(admin, "?everyone=true")
    assert (step["count"], step["can_undo"], step["mine"]) == (2, None, True)
    assert admin.get(f"/history/{step['id']}/").status_code == 200
    assert admin.post(f"/undo/{step['id']}/").status_code == 200
    assert admin.get(place(account)).json()["owner"]["id"] == str(acme_admin.id)


@pytest.fixture
def owen(acme: Tenant) -> User:
    """Reaches his own records alone."""
    return callers.person(acme, "Owen", grants=callers.MEMBER)


@pytest.mark.parametrize("what", ["change", "delete"])
def test_whoever_a_record_was_taken_from_changes_it_by_no_undo(
    acme: Tenant, admin: Caller, acme_admin: User, owen: User, what: str
) -> None:
    caller = callers.with_key(acme, owen)
    made = caller.made("/accounts/", {"name": "Mine", "phone": "1"})
    if what == "change":
        token = changed(caller, made, phone="2")
    else:
        token = caller.delete(place(made)).json()["undo"]
    with in_tenant(acme):
        Account.objects.filter(id=made["id"]).update(owner_id=acme_admin.id)
    trash = "?trash=true" if what == "delete" else ""
    before = admin.get(f"{place(made)}{trash}").json()
    assert [one["can_undo"] for one in listed(caller) if one["id"] == token] == [False]
    assert caller.get(f"/history/{token}/").json()["can_undo"] is False
    told = problem(caller.post(f"/undo/{token}/"), 403)
    assert "Mine" not in told["detail"]
    assert admin.get(f"{place(made)}{trash}").json() == before


def test_whoever_gave_a_record_away_may_take_it_back(
    acme: Tenant, acme_admin: User, owen: User
) -> None:
    caller = callers.with_key(acme, owen)
    made = caller.made("/accounts/", {"name": "Mine"})
    token = changed(caller, made, owner=str(acme_admin.id))
    assert caller.get(place(made)).status_code == 404
    assert listed(caller)[0]["can_undo"] is True
    assert caller.post(f"/undo/{token}/").status_code == 200
    assert caller.get(place(made)).json()["owner"]["id"] == str(owen.id)
