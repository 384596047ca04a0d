"""What a form of the settings lacks is told at once, not one fault a round."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.callers import Caller, problem

HOOK = {"name": "ERP", "url": "https://erp.example.com/", "events": ["accounts.created"]}
FORMS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("/webhooks/", {"name": "", "url": "ftp://x", "events": []}, ["name", "url", "events"]),
    (
        "/api-keys/",
        {"name": "", "scopes": [], "expires_at": "2001-01-01T00:00:00Z"},
        ["name", "scopes", "expires_at"],
    ),
    (
        "/teams/",
        {"name": "", "parent": str(uuid4()), "manager": str(uuid4()), "members": [str(uuid4())]},
        ["name", "parent", "manager", "members"],
    ),
]


@pytest.mark.parametrize(("place", "values", "fields"), FORMS)
def test_all_that_is_wrong_is_told_at_once(
    admin: Caller, place: str, values: dict[str, Any], fields: list[str]
) -> None:
    before = admin.get(place).json()["results"]
    told = problem(admin.post(place, values), 422)
    assert [one["field"] for one in told["errors"]] == fields
    assert admin.get(place).json()["results"] == before


def test_a_change_of_a_webhook_tells_all_and_changes_nothing(admin: Caller) -> None:
    place = f"/webhooks/{admin.made('/webhooks/', HOOK)['id']}/"
    told = problem(admin.patch(place, {"name": "", "url": "ftp://x", "events": ["x"]}), 422)
    assert [one["field"] for one in told["errors"]] == ["name", "url", "events"]
    held = admin.get(place).json()
    assert {name: held[name] for name in HOOK} == HOOK


def test_a_stage_tells_all(admin: Caller) -> None:
    pipeline = admin.made("/pipelines/", {"name": "Trials", "stages": [{"name": "Talks"}]})
    wrong = {"pipeline": pipeline["id"], "name": "talks", "required_fields": ["nonsense"]}
    told = problem(admin.post("/stages/", wrong), 422)
    assert [one["field"] for one in told["errors"]] == ["name", "required_fields"]


def test_a_name_that_is_taken_is_told_with_the_rest(admin: Caller) -> None:
    admin.made("/teams/", {"name": "North"})
    wrong = {"name": "north", "parent": str(uuid4()), "members": [str(uuid4())]}
    told = problem(admin.post("/teams/", wrong), 422)
    assert [one["field"] for one in told["errors"]] == ["name", "parent", "members"]
    assert problem(admin.post("/teams/", {"name": "north"}), 409)["errors"][0]["field"] == "name"


def test_a_role_whose_name_is_taken_tells_the_rest_too(admin: Caller) -> None:
    admin.made("/roles/", {"name": "Night shift"})
    told = problem(admin.post("/roles/", {"name": "night shift", "rights": ["fly"]}), 422)
    assert {one["field"] for one in told["errors"]} == {"name", "rights"}


def test_an_object_tells_all(admin: Caller) -> None:
    told = problem(admin.post("/custom-objects/", {"label": " ", "label_plural": "Accounts"}), 422)
    assert [one["field"] for one in told["errors"]] == ["label", "label_plural"]
    made = admin.made("/custom-objects/", {"label": "Ship", "label_plural": "Ships"})
    wrong = {"label": " ", "label_plural": " ", "default_columns": ["nothing"]}
    told = problem(admin.patch(f"/custom-objects/{made['id']}/", wrong), 422)
    assert [one["field"] for one in told["errors"]] == ["label", "label_plural", "default_columns"]


def test_a_field_tells_all(admin: Caller) -> None:
    wrong = {"object": "accounts", "type": "text", "label": "", "pattern": "(", "max_length": 999}
    told = problem(admin.post("/fields/", wrong), 422)
    assert [one["field"] for one in told["errors"]] == ["label", "max_length", "pattern"]
    wrong = {
        "object": "accounts",
        "type": "picklist",
        "label": "Name",
        "choices": [{"value": " ", "label": "x"}],
    }
    told = problem(admin.post("/fields/", wrong), 422)
    assert [one["field"] for one in told["errors"]] == ["choices", "label"]
    assert admin.get("/fields/").json()["results"] == []


def test_an_invitation_to_a_user_who_is_there_tells_the_rest_too(admin: Caller) -> None:
    mine = admin.get("/me/").json()["user"]["email"]
    told = problem(admin.post("/users/", {"name": " ", "email": mine}), 422)
    assert [one["field"] for one in told["errors"]] == ["name", "email"]
