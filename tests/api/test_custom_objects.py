"""An object of a tenant's own, on every channel that a built-in one has."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import API, Caller, problem
from tests.ground.jobs import work_off


@pytest.fixture
def projects(admin: Caller) -> dict[str, Any]:
    """The object, a reference of it to accounts, and one from contacts to it."""
    made = admin.made("/custom-objects/", {
        "label": "Project", "label_plural": "Projects", "icon": "briefcase",
        "description": "What we build", "title_label": "Title"})  # fmt: skip
    for told in (
        {"object": "projects", "label": "Customer", "type": "reference", "reference": "accounts"},
        {"object": "projects", "label": "Budget", "type": "money"},
        {"object": "contacts", "label": "Project", "type": "reference", "reference": "projects"},
        {"object": "accounts", "label": "Projects", "type": "rollup", "rollup": {
            "object": "projects", "reference": "custom.customer", "function": "count"}},
        {"object": "projects", "label": "Share", "type": "formula",
         "expression": "custom.budget / custom.customer.annual_revenue"},
    ):  # fmt: skip
        admin.made("/fields/", told)
    return made


@pytest.fixture
def bridge(admin: Caller, projects: dict[str, Any]) -> dict[str, Any]:
    revenue = {"amount": 400, "currency": "EUR"}
    told = {"name": "Acme", "industry": "energy", "annual_revenue": revenue}
    account = admin.made("/accounts/", told)
    return admin.made("/projects/", {"name": "Bridge", "custom": {
        "customer": account["id"], "budget": {"amount": 100, "currency": "EUR"}}})  # fmt: skip


def listed(caller: Caller, path: str) -> list[Any]:
    found: list[Any] = caller.get(path).json()["results"]
    return found


def test_it_is_described_and_in_the_api(admin: Caller, projects: dict[str, Any]) -> None:
    described = admin.get("/objects/projects/").json()
    assert (described["help"], described["icon"], described["custom"]) == (
        "What we build", "briefcase", True)  # fmt: skip
    assert described["fields"][1]["label"] == "Title"
    document = admin.get("/openapi.json").json()
    assert [path for path in document["paths"] if path.startswith("/api/v1/projects/")]
    custom = document["components"]["schemas"]["ProjectsRecordCustom"]["properties"]
    assert set(custom) == {"customer", "budget", "share"}
    sent = document["components"]["schemas"]["ProjectsRecordCreateCustom"]["properties"]
    assert set(sent) == {"customer", "budget"}


def test_its_fields_stand_in_the_order_in_which_they_were_made(
    admin: Caller, projects: dict[str, Any]
) -> None:
    [general, _] = admin.get("/objects/projects/").json()["sections"]
    own = [name for name in general["fields"] if name.startswith("custom.")]
    assert own == ["custom.customer", "custom.budget", "custom.share"]


def test_lists_follow_its_references_both_ways(admin: Caller, bridge: dict[str, Any]) -> None:
    query = "?fields=name,custom.customer.industry,custom.share&custom.customer.industry=energy"
    (found,) = listed(admin, f"/projects/{query}")
    assert found["custom"]["customer"]["industry"] == "energy"
    assert found["custom"]["customer"]["name"] == "Acme"
    assert found["custom"]["share"] == 0.25
    contact = admin.made("/contacts/", {"last_name": "L", "custom": {"project": bridge["id"]}})
    (related,) = listed(admin, f"/contacts/?custom.project={bridge['id']}")
    assert related["id"] == contact["id"]
    assert listed(admin, "/accounts/")[0]["custom"]["projects"] == 1
    (named,) = listed(admin, "/contacts/?custom.project=Bridge&sort=custom.project")
    assert named["custom"]["project"]["name"] == "Bridge"


def test_it_is_found_changed_trashed_undone_and_audited(
    admin: Caller, bridge: dict[str, Any]
) -> None:
    place = f"/projects/{bridge['id']}/"
    groups = admin.get("/search/?q=bridge").json()["groups"]
    assert [one["object"] for one in groups] == ["projects"]
    changed = admin.patch(place, {"name": "Big bridge"})
    assert admin.post(f"/undo/{changed.headers['Undo-Token']}/").status_code == 200
    assert admin.delete(place).status_code == 200
    assert admin.get(place).status_code == 404
    assert admin.post(f"{place}restore/").status_code == 200
    actions = {one["action"] for one in listed(admin, f"{place}audit/")}
    assert {"create", "update"} <= actions
    assert admin.get(f"{place}timeline/").status_code == 200


def test_roles_bound_it_like_any_other(admin: Caller, bridge: dict[str, Any], acme: Tenant) -> None:
    mine = {"create": True, "read": "own", "update": "own", "delete": "none"}
    user = callers.person(acme, "Pat", grants={"projects": mine},
                          fields={"projects": {"custom.budget": "hidden"}})  # fmt: skip
    pat = callers.with_key(acme, user)
    assert listed(pat, "/projects/") == []
    own = pat.made("/projects/", {"name": "Mine"})
    assert "budget" not in own["custom"]
    assert "share" not in own["custom"]
    problem(pat.get("/projects/?custom.budget__gte=1"), 400)
    problem(pat.get(f"/projects/{bridge['id']}/"), 404)


def test_it_is_imported(admin: Caller, bridge: dict[str, Any], acme: Tenant) -> None:
    file = SimpleUploadedFile("p.csv", b"Title,Budget\nTunnel,12.50\n", "text/csv")
    mapping = {"Title": "name", "Budget": "custom.budget"}
    sent = {"file": file, "object": "projects", "mapping": json.dumps(mapping)}
    headers = {"host": admin.host, **admin.headers}
    answer = admin.client.post(f"{API}/imports/", sent, headers=headers)
    assert answer.status_code == 202, answer.content
    with in_tenant(acme):
        work_off()
    (found,) = listed(admin, "/projects/?name=Tunnel")
    assert found["custom"]["budget"]["amount"] == 1250


def test_it_is_renamed_retired_and_brought_back(
    admin: Caller, projects: dict[str, Any], bridge: dict[str, Any]
) -> None:
    place = f"/custom-objects/{projects['id']}/"
    told = {
        "label_plural": "Undertakings",
        "navigation": False,
        "default_columns": ["custom.budget"],
    }
    assert admin.patch(place, told).status_code == 200
    described = admin.get("/objects/projects/").json()
    assert (described["label_plural"], described["navigation"], described["default_columns"]) == (
        "Undertakings", False, ["custom.budget"])  # fmt: skip
    problem(admin.patch(place, {"default_columns": ["nothing"]}), 422)
    assert admin.delete(place).json()["retired_at"] is not None
    problem(admin.get("/projects/"), 404)
    assert "project" not in admin.made("/contacts/", {"last_name": "L"})["custom"]
    assert "projects" not in listed(admin, "/accounts/")[0]["custom"]
    broken = {one["name"]: one["broken"] for one in listed(admin, "/fields/")}
    assert broken["projects"]
    assert broken["project"] == "What it refers to is out of use."
    german = admin.get("/fields/?object=contacts", **{"Accept-Language": "de"}).json()["results"]
    assert german[0]["broken"] == "Worauf es verweist, ist stillgelegt."
    assert admin.patch(place, {"retired": False}).status_code == 200
    assert {one["broken"] for one in listed(admin, "/fields/")} == {None}
    assert [one["name"] for one in listed(admin, "/projects/")] == ["Bridge"]
    assert listed(admin, "/accounts/")[0]["custom"]["projects"] == 1


def test_a_role_that_names_what_is_retired_can_still_be_changed_and_means_the_same_afterwards(
    admin: Caller, projects: dict[str, Any]
) -> None:
    secret = admin.made("/fields/", {"object": "projects", "label": "Secret", "type": "text"})
    grants = {"projects": {"create": True, "read": "all", "update": "own", "delete": "none"}}
    fields = {"projects": {"custom.secret": "hidden"}}
    role = admin.made("/roles/", {"name": "Builder", "grants": grants, "fields": fields})
    place = f"/roles/{role['id']}/"
    for retired in (f"/fields/{secret['id']}/", f"/custom-objects/{projects['id']}/"):
        assert admin.patch(retired, {"retired": True}).status_code == 200
        body = {"name": f"Builder {retired[1:4]}", "grants": grants, "fields": fields}
        changed = admin.patch(place, body)
        assert changed.status_code == 200, changed.content
    assert admin.made(f"{place}clone/", {"name": "Other"})["grants"] == grants
    assert admin.patch(f"/custom-objects/{projects['id']}/", {"retired": False}).status_code == 200
    found = admin.get(place).json()
    assert (found["grants"], found["fields"]) == (grants, fields)
    problem(admin.patch(place, {"grants": {"nonsense": {"read": "all"}}}), 422)
    problem(admin.patch(place, {"fields": {"projects": {"custom.nonsense": "hidden"}}}), 422)
