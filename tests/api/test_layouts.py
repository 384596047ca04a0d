"""Layouts: what a record page shows, in which order and to whom; never more than a role allows."""

from typing import Any

import pytest

from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

READER = {"*": {"create": True, "read": "all", "update": "all", "delete": "none"}}


def sections(caller: Caller, object_name: str = "accounts") -> list[tuple[str, list[str]]]:
    found = caller.get(f"/objects/{object_name}/").json()["sections"]
    return [(one["label"], one["fields"]) for one in found]


def laid(admin: Caller, role: str | None, *fields: str, label: str = "Facts") -> dict[str, Any]:
    told = [{"label": label, "columns": 2, "fields": list(fields)}]
    return admin.made("/layouts/", {"object": "accounts", "role": role, "sections": told})


@pytest.fixture
def rep(acme: Tenant) -> Caller:
    hidden = {"accounts": {"employees": "hidden"}}
    user = callers.person(acme, "Rep", grants=READER, fields=hidden)
    return callers.with_key(acme, user)


@pytest.fixture
def role_of_rep(rep: Caller) -> str:
    found: str = rep.get("/me/").json()["roles"][0]["id"]
    return found


def test_without_a_layout_the_built_in_sections_stand(rep: Caller) -> None:
    labels = [label for label, _ in sections(rep)]
    assert "System" in labels
    assert all("employees" not in fields for _, fields in sections(rep))


def test_a_role_has_its_own_and_everyone_else_the_default(
    admin: Caller, rep: Caller, role_of_rep: str
) -> None:
    laid(admin, None, "name", "phone", "employees")
    assert sections(admin) == [("Facts", ["name", "phone", "employees"])]
    assert sections(rep) == [("Facts", ["name", "phone"])]
    own = laid(admin, role_of_rep, "website", "employees", "name", label="Mine")
    assert sections(rep) == [("Mine", ["website", "name"])]
    assert sections(admin) == [("Facts", ["name", "phone", "employees"])]
    assert admin.delete(f"/layouts/{own['id']}/").status_code == 204
    assert sections(rep) == [("Facts", ["name", "phone"])]


def test_a_field_made_later_stands_at_the_end(admin: Caller, rep: Caller) -> None:
    layout = laid(admin, None, "name")
    admin.made("/fields/", {"object": "accounts", "label": "Tier", "type": "text"})
    assert sections(rep) == [("Facts", ["name", "custom.tier"])]
    told = [{"label": "Facts", "columns": 1, "fields": ["name"]}]
    assert admin.patch(f"/layouts/{layout['id']}/", {"sections": told}).status_code == 200
    assert sections(rep) == [("Facts", ["name"])]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"object": "nothing"}, "object"),
        ({"sections": []}, "sections"),
        ({"sections": [{"label": "A", "fields": ["nothing"]}]}, "sections.0.fields"),
        ({"sections": [{"label": "A", "fields": ["name", "name"]}]}, "sections.0.fields"),
        ({"sections": [{"label": "A", "columns": 3, "fields": []}]}, "sections.0.columns"),
        ({"role": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c"}, "role"),
    ],
)
def test_what_no_page_could_show_is_refused(admin: Caller, told: Any, field: str) -> None:
    body = {"object": "accounts", "sections": [{"label": "A", "fields": ["name"]}], **told}
    answer = problem(admin.post("/layouts/", body), 422)
    assert [one["field"] for one in answer["errors"]] == [field]


def test_there_is_one_for_each_object_and_role(admin: Caller, role_of_rep: str) -> None:
    for role in (None, role_of_rep):
        laid(admin, role, "name")
        body = {"object": "accounts", "role": role, "sections": [{"label": "", "fields": []}]}
        problem(admin.post("/layouts/", body), 409)


def test_the_trail_tells_of_it(admin: Caller) -> None:
    laid(admin, None, "name")
    newest = admin.get("/audit/").json()["results"][0]
    assert (newest["action"], newest["object"]) == ("access.layout.created", "layouts")
