"""What a stage asks for, as told to and asked of somebody who may not see all of it."""

from typing import Any

import pytest

from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def proposal(admin: Caller) -> str:
    """A stage that asks for the amount and the next step."""
    [found] = [one for one in admin.get("/stages/").json()["results"] if one["name"] == "Proposal"]
    wanted = {"required_fields": ["amount", "next_step"]}
    assert admin.patch(f"/stages/{found['id']}/", wanted).status_code == 200
    ident: str = found["id"]
    return ident


def seller(tenant: Tenant, level: str) -> Caller:
    """Somebody who may do with the amount what the level says."""
    fields = {"opportunities": {"amount": level}}
    user = callers.person(tenant, "Hilda", grants=callers.MEMBER, fields=fields)
    return callers.with_key(tenant, user)


def asked_for(stages: list[dict[str, Any]], ident: str) -> list[str]:
    [found] = [one["required_fields"] for one in stages if one["id"] == ident]
    names: list[str] = found
    return names


def told(caller: Caller, ident: str) -> list[list[str]]:
    """What each address that tells of the stage says it asks for."""
    pipelines = caller.get("/pipelines/").json()["results"]
    own = next(one["id"] for one in pipelines if asked_of(one, ident))
    return [
        asked_for(next(one["stages"] for one in pipelines if one["id"] == own), ident),
        asked_for(caller.get(f"/pipelines/{own}/").json()["stages"], ident),
        asked_for(caller.get("/stages/").json()["results"], ident),
        caller.get(f"/stages/{ident}/").json()["required_fields"],
        asked_for(caller.get("/opportunities/board/").json()["stages"], ident),
    ]


def asked_of(pipeline: dict[str, Any], ident: str) -> bool:
    return ident in [stage["id"] for stage in pipeline["stages"]]


def test_it_is_told_as_far_as_one_may_see_it(acme: Tenant, admin: Caller, proposal: str) -> None:
    assert told(admin, proposal) == [["amount", "next_step"]] * 5
    assert told(seller(acme, "read"), proposal) == [["amount", "next_step"]] * 5


def test_a_hidden_field_is_not_named(acme: Tenant, proposal: str) -> None:
    assert told(seller(acme, "hidden"), proposal) == [["next_step"]] * 5


def test_a_hidden_field_is_not_asked_for(acme: Tenant, proposal: str) -> None:
    """Whether it is empty would be told, and the one who is asked could not fill it in."""
    hilda = seller(acme, "hidden")
    deal = hilda.made("/opportunities/", {"name": "Deal"})
    place = f"/opportunities/{deal['id']}"
    refused = problem(hilda.post(f"{place}/move/", {"stage": proposal}), 422)
    assert [one["field"] for one in refused["errors"]] == ["next_step"]
    assert hilda.patch(f"{place}/", {"next_step": "Send"}).status_code == 200
    assert hilda.post(f"{place}/move/", {"stage": proposal}).status_code == 200
    assert hilda.get(f"{place}/").json()["stage"]["id"] == proposal


def test_what_one_may_only_read_still_stops_the_move(acme: Tenant, proposal: str) -> None:
    refused = problem(
        seller(acme, "read").post(
            "/opportunities/", {"name": "Deal", "stage": proposal, "next_step": "Send"}
        ),
        422,
    )
    assert [one["field"] for one in refused["errors"]] == ["amount"]


def arranger(tenant: Tenant) -> Caller:
    """Somebody who arranges the stages and may not see the amount."""
    fields = {"opportunities": {"amount": "hidden"}}
    user = callers.person(tenant, "Sven", grants=callers.MEMBER, fields=fields, rights=["settings"])
    return callers.with_key(tenant, user)


def test_whoever_is_not_told_of_a_field_keeps_it_when_saving_the_others(
    acme: Tenant, admin: Caller, proposal: str
) -> None:
    sven, place = arranger(acme), f"/stages/{proposal}/"
    changed = sven.patch(place, {"required_fields": ["description"]})
    assert changed.json()["required_fields"] == ["description"]
    assert admin.get(place).json()["required_fields"] == ["description", "amount"]
    assert sven.patch(place, {"required_fields": []}).json()["required_fields"] == []
    assert admin.get(place).json()["required_fields"] == ["amount"]


def test_a_hidden_field_is_required_as_little_as_one_that_there_is_not(
    acme: Tenant, admin: Caller, proposal: str
) -> None:
    sven, place = arranger(acme), f"/stages/{proposal}/"
    answers = []
    for name in ("amount", "absent"):
        refused = problem(sven.patch(place, {"required_fields": [name]}), 422)
        answers.append(refused["errors"])
    assert answers[0] == answers[1]
    assert admin.get(place).json()["required_fields"] == ["amount", "next_step"]


def test_a_copy_and_a_template_ask_for_all_that_they_asked_for(
    acme: Tenant, admin: Caller, proposal: str
) -> None:
    sven = arranger(acme)
    own = admin.get(f"/stages/{proposal}/").json()["pipeline"]
    copied = sven.made("/pipelines/", {"name": "Copy", "copy_of": own})["id"]
    stages = admin.get(f"/pipelines/{copied}/").json()["stages"]
    assert ["amount", "next_step"] in [one["required_fields"] for one in stages]
    key = next(
        one["key"]
        for one in admin.get("/pipelines/templates/").json()["results"]
        if any("amount" in stage["required_fields"] for stage in one["stages"])
    )
    begun = sven.made("/pipelines/", {"name": "Begun", "template": key})["id"]
    stages = admin.get(f"/pipelines/{begun}/").json()["stages"]
    assert any("amount" in one["required_fields"] for one in stages)


def test_a_field_in_the_trash_is_neither_told_nor_lost(admin: Caller, proposal: str) -> None:
    values = {"object": "opportunities", "name": "code", "label": "Code", "type": "text"}
    field, place = admin.made("/fields/", values)["id"], f"/stages/{proposal}/"
    admin.patch(place, {"required_fields": ["custom.code"]})
    assert admin.delete(f"/fields/{field}/").status_code in (200, 204)
    assert admin.get(place).json()["required_fields"] == []
    assert admin.patch(place, {"required_fields": ["amount"]}).status_code == 200
    assert admin.get(place).json()["required_fields"] == ["amount"]
