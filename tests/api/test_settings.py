"""Users, teams, roles, keys, pipelines, stages, fields and objects, as Settings uses them."""

from typing import Any

import pytest

from freehold.identity.models import User
from freehold.ids import new_id
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


def pipeline(caller: Caller) -> dict[str, Any]:
    found: dict[str, Any] = caller.get("/pipelines/").json()["results"][0]
    return found


#: Resource → what creates one, what changes it, and a field that shows the change.
RESOURCES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "users": ({"name": "Eve", "email": "eve@acme.test"}, {"name": "Eva"}),
    "teams": ({"name": "Sales"}, {"name": "Inside sales"}),
    "roles": ({"name": "Reader", "grants": {"contacts": {"read": "all"}}}, {"name": "Viewer"}),
    "pipelines": ({"name": "Partners", "stages": [{"name": "Talks"}]}, {"name": "Resellers"}),
    "stages": ({"name": "Trial", "probability": 40}, {"name": "Pilot"}),
    "fields": ({"object": "contacts", "label": "Tier", "type": "text"}, {"label": "Level"}),
    "custom-objects": (
        {"label": "Project", "label_plural": "Projects"},
        {"label": "Undertaking"},
    ),
}


def wanted(caller: Caller, name: str) -> dict[str, Any]:
    body = dict(RESOURCES[name][0])
    return {**body, "pipeline": pipeline(caller)["id"]} if name == "stages" else body


@pytest.mark.parametrize("name", RESOURCES)
def test_it_is_created_found_and_changed(admin: Caller, name: str) -> None:
    response = admin.post(f"/{name}/", wanted(admin, name))
    assert response.status_code == 201, response.content
    made = response.json()
    place = response.headers["Location"]
    assert place == f"/api/v1/{name}/{made['id']}/"
    assert admin.get(place).json()["id"] == made["id"]
    listed = admin.get(f"/{name}/").json()["results"]
    assert made["id"] in {one["id"] for one in listed}
    change = RESOURCES[name][1]
    changed = admin.patch(place, change)
    assert changed.status_code == 200, changed.content
    assert change.items() <= changed.json().items()
    assert change.items() <= admin.get(place).json().items()


@pytest.mark.parametrize("name", RESOURCES)
def test_a_member_does_not_write_settings(member: Caller, admin: Caller, name: str) -> None:
    made = admin.post(f"/{name}/", wanted(admin, name)).json()
    problem(member.post(f"/{name}/", wanted(admin, name)), 403)
    problem(member.patch(f"/{name}/{made['id']}/", RESOURCES[name][1]), 403)


@pytest.mark.parametrize("name", RESOURCES)
def test_a_key_that_reads_does_not_write_settings(reader: Caller, admin: Caller, name: str) -> None:
    problem(reader.post(f"/{name}/", wanted(admin, name)), 403)


@pytest.mark.parametrize("name", RESOURCES)
def test_it_is_nothing_at_anothers_host(stranger: Caller, admin: Caller, name: str) -> None:
    made = admin.post(f"/{name}/", wanted(admin, name)).json()
    problem(stranger.get(f"/{name}/{made['id']}/"), 404)
    problem(stranger.patch(f"/{name}/{made['id']}/", RESOURCES[name][1]), 404)
    assert made["id"] not in stranger.get(f"/{name}/").content.decode()


@pytest.mark.parametrize("name", RESOURCES)
@pytest.mark.parametrize("body", [{}, {"nonsense": 1}, {"name": 5, "label": 5, "email": 5}])
def test_it_says_what_is_wrong(admin: Caller, name: str, body: dict[str, Any]) -> None:
    told = problem(admin.post(f"/{name}/", body), 422)
    assert told["errors"]


@pytest.mark.parametrize("name", RESOURCES)
def test_what_is_not_there_is_not_found(admin: Caller, name: str) -> None:
    problem(admin.get(f"/{name}/{new_id()}/"), 404)
    problem(admin.patch(f"/{name}/{new_id()}/", RESOURCES[name][1]), 404)


@pytest.mark.parametrize("name", ["teams", "roles", "pipelines", "stages"])
def test_it_can_be_deleted(admin: Caller, name: str) -> None:
    place = f"/{name}/{admin.made(f'/{name}/', wanted(admin, name))['id']}/"
    assert admin.delete(place).status_code == 204
    problem(admin.get(place), 404)
    problem(admin.delete(place), 404)


@pytest.mark.parametrize("name", ["fields", "custom-objects"])
def test_it_is_retired_and_comes_back(admin: Caller, name: str) -> None:
    place = f"/{name}/{admin.made(f'/{name}/', wanted(admin, name))['id']}/"
    assert admin.delete(place).json()["retired_at"]
    assert admin.patch(place, {"retired": False}).json()["retired_at"] is None


def test_everybody_knows_the_names_of_colleagues(member: Caller, mia: User) -> None:
    found = member.get("/users/?search=mia").json()["results"]
    assert found == [{"id": str(mia.id), "name": "Mia", "email": "mia@acme.test", "active": True}]
    assert member.get("/users/?active=false").json()["results"] == []
    problem(member.get("/users/?cursor=x"), 400)
    problem(member.get("/roles/"), 403)


def test_roles_are_given_and_taken(acme: Tenant, admin: Caller) -> None:
    user = callers.person(acme, "Rita")
    rita = callers.with_key(acme, user)
    problem(rita.get("/contacts/"), 403)
    role = admin.made("/roles/", {"name": "R", "grants": {"contacts": {"read": "all"}}})
    given = admin.patch(f"/users/{user.id}/", {"roles": [role["id"]]})
    assert [one["name"] for one in given.json()["roles"]] == ["R"]
    assert rita.get("/contacts/").status_code == 200
    admin.patch(f"/users/{user.id}/", {"roles": []})
    problem(rita.get("/contacts/"), 403)


def test_the_last_administrator_stays(admin: Caller, acme_admin: User) -> None:
    problem(admin.patch(f"/users/{acme_admin.id}/", {"roles": []}), 409)
    problem(admin.patch(f"/users/{acme_admin.id}/", {"active": False}), 409)


def test_a_stale_role_is_refused(admin: Caller) -> None:
    role = admin.made("/roles/", {"name": "R"})
    place = f"/roles/{role['id']}/"
    assert admin.patch(place, {"name": "S"}, If_Match='"1"').headers["ETag"] == '"2"'
    problem(admin.patch(place, {"name": "T"}, If_Match='"1"'), 412)


def test_a_key_is_shown_once_and_can_be_revoked(acme: Tenant, admin: Caller) -> None:
    made = admin.made("/api-keys/", {"name": "Reports", "scopes": ["read"]})
    program = Caller(callers.host_of(acme), {"Authorization": f"Bearer {made['key']}"})
    assert program.get("/contacts/").status_code == 200
    problem(program.post("/contacts/", {"last_name": "X"}), 403)
    assert made["key"] not in admin.get("/api-keys/").content.decode()
    place = f"/api-keys/{made['id']}/"
    assert admin.get(place).json()["prefix"] == made["prefix"]
    assert admin.delete(place).json()["revoked_at"]
    problem(program.get("/contacts/"), 401)


def test_a_bound_key_is_told_that_it_is_the_key(acme: Tenant, admin: Caller) -> None:
    made = admin.made("/api-keys/", {"name": "Reports", "scopes": ["accounts.read"]})
    program = Caller(callers.host_of(acme), {"Authorization": f"Bearer {made['key']}"})
    for refused, needed in (
        (program.get("/contacts/"), "contacts.read"),
        (program.post("/accounts/", {"name": "X"}), "accounts.write"),
        (program.post("/line-items/", {"name": "X"}), "opportunities.write"),
        (program.get("/audit/"), "all"),
        (program.get("/api-keys/"), "all"),
        (program.post("/roles/", {"name": "X"}), "all"),
    ):
        detail = problem(refused, 403)["detail"]
        assert "This API key" in detail or "this API key" in detail
        assert f"“{needed}”" in detail


def test_a_key_must_be_well_formed(admin: Caller, member: Caller) -> None:
    for body in (
        {"name": ""},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": ["dragons.read"]},
        {"name": "x", "expires_at": "2001-01-01T00:00:00Z"},
        {"name": "x", "expires_at": "soon"},
        {"name": "x", "user": str(new_id())},
    ):
        problem(admin.post("/api-keys/", body), 422)
    problem(member.post("/api-keys/", {"name": "x"}), 403)
    problem(admin.get(f"/api-keys/{new_id()}/"), 404)


def test_a_custom_field_is_in_records_and_catalogue_at_once(admin: Caller) -> None:
    admin.made(
        "/fields/",
        {
            "object": "contacts",
            "label": "Tier",
            "type": "picklist",
            "choices": [{"value": "gold", "label": "Gold"}],
        },
    )
    made = admin.made("/contacts/", {"last_name": "X", "custom": {"tier": "gold"}})
    assert made["custom"] == {"tier": "gold"}
    assert admin.get("/contacts/?custom.tier=gold").json()["count"] == 1
    described = admin.get("/objects/contacts/").json()["fields"]
    assert "custom.tier" in {one["name"] for one in described}
    told = problem(admin.patch(f"/contacts/{made['id']}/", {"custom": {"tier": "tin"}}), 422)
    assert told["errors"][0]["field"] == "custom.tier"


def test_a_custom_object_has_every_endpoint_at_once(admin: Caller, stranger: Caller) -> None:
    admin.made("/custom-objects/", {"label": "Project", "label_plural": "Projects"})
    made = admin.made("/projects/", {"name": "Apollo"})
    place = f"/projects/{made['id']}/"
    assert admin.patch(place, {"name": "Gemini"}).json()["version"] == 2
    assert admin.get("/projects/").json()["count"] == 1
    for feed in ("timeline", "audit", "access", "shares"):
        assert admin.get(f"{place}{feed}/").status_code == 200
    assert admin.delete(place).status_code == 200
    assert admin.post(f"{place}restore/").status_code == 200
    problem(stranger.get("/projects/"), 404)


def test_names_of_resources_are_not_for_custom_objects(admin: Caller) -> None:
    body = {"label": "User", "label_plural": "Users"}
    for values, field in (({"name": "users"}, "name"), ({}, "label_plural")):
        refusal = problem(admin.post("/custom-objects/", {**body, **values}), 409)
        assert [error["field"] for error in refusal["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/roles/", {"name": "Twice"}, "name"),
        ("/teams/", {"name": "Twice"}, "name"),
        ("/fields/", {"object": "accounts", "label": "Twice", "type": "text"}, "label"),
        ("/custom-objects/", {"label": "Two", "label_plural": "Twice"}, "label_plural"),
    ],
)
def test_a_name_that_is_taken_is_refused_at_its_field(
    admin: Caller, path: str, body: dict[str, str], field: str
) -> None:
    admin.made(path, body)
    refusal = problem(admin.post(path, body), 409)
    assert [(error["field"], error["code"]) for error in refusal["errors"]] == [
        (field, "not_unique")
    ]


def test_two_fields_of_an_object_do_not_share_a_label(admin: Caller) -> None:
    body = {"object": "accounts", "label": "name", "name": "second_name", "type": "text"}
    refusal = problem(admin.post("/fields/", body), 409)
    assert [(one["field"], one["code"]) for one in refusal["errors"]] == [("label", "not_unique")]

    made = admin.made("/fields/", {**body, "label": "Nickname"})
    problem(admin.patch(f"/fields/{made['id']}/", {"label": "Name"}), 409)
    assert admin.patch(f"/fields/{made['id']}/", {"label": "NICKNAME"}).status_code == 200


def test_a_retired_field_does_not_come_back_beside_one_of_its_label(admin: Caller) -> None:
    body = {"object": "accounts", "label": "Region", "type": "text"}
    old = admin.made("/fields/", body)
    admin.delete(f"/fields/{old['id']}/")
    new = admin.made("/fields/", {**body, "name": "region_2"})
    problem(admin.patch(f"/fields/{old['id']}/", {"retired": False}), 409)
    admin.patch(f"/fields/{new['id']}/", {"label": "Sales region"})
    assert admin.patch(f"/fields/{old['id']}/", {"retired": False}).status_code == 200


def test_what_is_named_in_another_script_gets_a_name_for_programs_all_the_same(
    admin: Caller,
) -> None:
    names = [
        admin.made("/custom-objects/", {"label": "x", "label_plural": plural})["name"]
        for plural in ("عقود", "🚀", "3D-Drucker", "X")
    ]
    assert names == ["object-1", "object-2", "object-3d-drucker", "object-x"]
    fields = [
        admin.made("/fields/", {"object": "accounts", "label": label, "type": "text"})["name"]
        for label in ("عقد", "🚀", "2. Wahl")
    ]
    assert fields == ["field_1", "field_2", "field_2_wahl"]


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/users/", {"name": "Eva", "email": "a@b"}, "Das ist keine E-Mail-Adresse."),
        (
            "/fields/",
            {"object": "accounts", "label": "x", "type": "text", "pattern": "(("},
            "Das ist kein Muster: Sehen Sie sich Zeichen 2 an.",
        ),
        (
            "/fields/",
            {"object": "accounts", "label": "x", "type": "formula", "expression": "1;"},
            "„;“ kann hier nicht stehen. (bei Zeichen 2)",
        ),
    ],
)
def test_refusals_are_german_throughout(
    admin: Caller, path: str, body: dict[str, str], told: str
) -> None:
    admin.headers["Accept-Language"] = "de"
    refusal = problem(admin.post(path, body), 422)
    assert [error["message"] for error in refusal["errors"]] == [told]
