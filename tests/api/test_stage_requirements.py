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
