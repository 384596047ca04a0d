"""“What would this user see?”: the answer before saving is what lists show after it."""

from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from crm_core.access import selectors
from crm_core.access.models import Role
from crm_core.sales.models import Account
from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def accounts(admin: Caller, mia: User) -> list[str]:
    """Two of Mia's, three of the administrator's."""
    hers = [{"name": f"Hers {number}", "owner": str(mia.id)} for number in range(2)]
    theirs = [{"name": f"Theirs {number}"} for number in range(3)]
    return [admin.made("/accounts/", one)["id"] for one in (*hers, *theirs)]


def of(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in told["objects"] if one["object"] == name)
    return found


def role_of(acme: Tenant, user: User) -> str:
    with in_tenant(acme):
        return str(Role.objects.get(users=user).id)


def test_a_draft_is_tried_on_a_user_and_nothing_is_written(
    acme: Tenant, admin: Caller, member: Caller, mia: User, accounts: list[str]
) -> None:
    role = role_of(acme, mia)
    draft = {
        "grants": {"accounts": {"read": "all", "update": "own"}},
        "fields": {"accounts": {"website": "hidden", "phone": "read"}},
    }
    told = admin.post("/roles/preview/", {"user": str(mia.id), "role": role, "draft": draft})
    assert told.status_code == 200, told.content
    found = told.json()
    assert found["holds"] is True
    before, after = of(found, "accounts")["now"], of(found, "accounts")["then"]
    assert (before["read"], before["records"], before["hidden"]) == ("own", 2, [])
    assert (after["read"], after["records"]) == ("all", 5)
    assert (after["hidden"], after["read_only"]) == (["website"], ["phone"])
    assert of(found, "contacts")["then"]["read"] == "none"
    assert member.get("/accounts/").json()["count"] == 2
    admin.patch(f"/roles/{role}/", draft)
    assert member.get("/accounts/").json()["count"] == 5
    assert "website" not in member.get(f"/accounts/{accounts[0]}/").json()


def test_a_new_role_is_tried_beside_those_that_are_held(
    admin: Caller, mia: User, accounts: list[str]
) -> None:
    draft = {"name": "Reader", "grants": {"accounts": {"read": "all"}}, "rights": ["export"]}
    found = admin.post("/roles/preview/", {"user": str(mia.id), "draft": draft}).json()
    assert found["holds"] is False
    assert [one["name"] for one in found["roles_then"]] == ["Role of Mia", "Reader"]
    assert found["rights_then"] == ["export"]
    assert of(found, "accounts")["then"]["update"] == "own"
    assert of(found, "accounts")["then"]["records"] == 5


def test_other_roles_are_tried_too(admin: Caller, mia: User, accounts: list[str]) -> None:
    wanted = {"user": str(mia.id), "roles": []}
    found = admin.post("/roles/preview/", wanted).json()
    assert of(found, "accounts")["then"]["records"] == 0
    problem(admin.post("/roles/preview/", {**wanted, "roles": [str(new_id())]}), 422)


def test_it_names_what_is_wrong_with_a_draft(admin: Caller, mia: User) -> None:
    draft = {"name": "X", "grants": {"planets": {"read": "all"}}}
    told = problem(admin.post("/roles/preview/", {"user": str(mia.id), "draft": draft}), 422)
    assert told["errors"][0]["field"] == "grants.planets"
    unknown = {"user": str(mia.id), "draft": {"name": "X"}, "role": str(new_id())}
    problem(admin.post("/roles/preview/", unknown), 422)
    problem(admin.post("/roles/preview/", {"user": str(new_id())}), 404)


def test_what_a_user_sees_is_told_with_its_reasons(
    admin: Caller, member: Caller, mia: User, accounts: list[str]
) -> None:
    admin.post(f"/accounts/{accounts[4]}/shares/", {"user": str(mia.id)})
    told = admin.get(f"/users/{mia.id}/access/").json()
    found = of(told, "accounts")
    assert (found["records"], found["shared"], found["more"]) == (3, 1, False)
    assert found["via"]["read"][0]["role"]["name"] == "Role of Mia"
    assert member.get(f"/users/{mia.id}/access/").json()["objects"]
    assert {one["object"]: one["records"] for one in told["objects"]}["accounts"] == (
        member.get("/accounts/").json()["count"]
    )


def test_others_are_asked_about_with_the_right_settings_only(
    member: Caller, acme_admin: User
) -> None:
    problem(member.get(f"/users/{acme_admin.id}/access/"), 403)
    problem(member.post("/roles/preview/", {"user": str(acme_admin.id)}), 403)


def test_numbers_and_fields_are_told_to_those_alone_who_see_all_of_them(
    acme: Tenant, acme_admin: User, mia: User, accounts: list[str]
) -> None:
    clerk = callers.person(
        acme,
        "Clerk",
        grants={"accounts": {"read": "own"}},
        fields={"accounts": {"website": "hidden"}},
        rights=["settings"],
    )
    caller = callers.with_key(acme, clerk)
    draft = {"name": "X", "grants": {}, "fields": {"accounts": {"website": "hidden"}}}
    told = caller.get(f"/users/{acme_admin.id}/access/").json()
    assert [one["object"] for one in told["objects"]] == ["accounts"]
    assert of(told, "accounts")["records"] is None
    tried = caller.post("/roles/preview/", {"user": str(mia.id), "draft": draft}).json()
    assert of(tried, "accounts")["then"]["hidden"] == []


def test_somebody_elses_private_notes_are_not_counted(
    admin: Caller, member: Caller, mia: User
) -> None:
    member.made("/activities/", {"kind": "note", "subject": "Mine", "is_private": True})
    member.made("/activities/", {"kind": "note", "subject": "Ours"})
    assert of(admin.get(f"/users/{mia.id}/access/").json(), "activities")["records"] == 1
    assert of(member.get(f"/users/{mia.id}/access/").json(), "activities")["records"] == 2


def test_who_has_left_sees_nothing(admin: Caller, mia: User, accounts: list[str]) -> None:
    admin.patch(f"/users/{mia.id}/", {"active": False})
    told = admin.get(f"/users/{mia.id}/access/").json()
    assert (told["active"], of(told, "accounts")["records"]) == (False, 0)
    draft = {"name": "X", "is_admin": True}
    tried = admin.post("/roles/preview/", {"user": str(mia.id), "draft": draft}).json()
    assert of(tried, "accounts")["then"]["records"] == 0


def test_counting_costs_the_same_for_two_records_and_for_200(
    acme: Tenant, acme_admin: User, mia: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = callers.actor(acme_admin)
    for number in (2, 200):
        with in_tenant(acme):
            Account.objects.bulk_create(Account(name="A", owner=mia) for _ in range(number))
            selectors.access_of(actor, mia.id)
            with django_assert_num_queries(7):
                selectors.access_of(actor, mia.id)


def test_a_clone_has_the_rules_and_another_name(acme: Tenant, admin: Caller, mia: User) -> None:
    role = admin.get(f"/roles/{role_of(acme, mia)}/").json()
    assert role["holders"] == 1
    made = admin.post(f"/roles/{role['id']}/clone/", {"name": "Copy"})
    assert made.status_code == 201
    clone = made.json()
    assert made.headers["Location"] == f"/api/v1/roles/{clone['id']}/"
    assert {name: clone[name] for name in ("grants", "fields", "rights", "holders")} == {
        **{name: role[name] for name in ("grants", "fields", "rights")},
        "holders": 0,
    }
    problem(admin.post(f"/roles/{role['id']}/clone/", {"name": "copy"}), 409)
    problem(admin.post(f"/roles/{new_id()}/clone/", {"name": "Other"}), 404)


def test_nobody_clones_what_is_more_than_their_own(acme: Tenant, admin: Caller) -> None:
    strong = admin.made("/roles/", {"name": "Strong", "grants": {"accounts": {"read": "all"}}})
    clerk = callers.with_key(acme, callers.person(acme, "Clerk", rights=["settings"]))
    problem(clerk.post(f"/roles/{strong['id']}/clone/", {"name": "Mine"}), 403)


def test_the_operators_right_is_offered_to_operators_alone(
    admin: Caller, operators: Tenant, operator: User
) -> None:
    problem(admin.post("/roles/", {"name": "Op", "rights": ["operator"]}), 422)
    assert "operator" not in admin.get("/me/").json()["rights"]
    boss = callers.with_key(operators, operator)
    assert "operator" in boss.get("/me/").json()["rights"]
    made = boss.made("/roles/", {"name": "Op", "rights": ["operator"]})
    boss.made("/users/", {"name": "Op", "email": "op@x.test", "roles": [made["id"]]})
    olga = callers.person(operators, "Olga", rights=["operator"])
    assert callers.with_key(operators, olga).get("/operator/tenants/").status_code == 200
