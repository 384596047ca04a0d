"""What referred to a duplicate refers to the record that stays; taken back, all is as it was."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from freehold.events.services import deliver_waiting
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.api.merging import about, account, contact, merge, merged, undo

REFERRING = ("contacts", "opportunities", "cases", "activities", "account-contacts")


def hanging(caller: Caller, record: str) -> dict[str, Any]:
    """What refers to the account, by object, and what is attached to it."""
    shares = caller.get(f"/accounts/{record}/shares/")
    files = caller.get(f"/accounts/{record}/files/")
    return {
        **{name: about(caller, name, record, "account") for name in REFERRING},
        "below": about(caller, "accounts", record, "parent"),
        "files": [one["name"] for one in files.json().get("results", [])],
        "shares": [one["user"]["id"] for one in shares.json().get("results", [])],
        "follows": caller.get(f"/accounts/{record}/interest/").json().get("following"),
        "last": caller.get(f"/accounts/{record}/").json().get("last_activity_at") is not None,
    }


def hung(caller: Caller, record: str, person: User) -> dict[str, Any]:
    """One of everything, made to refer to the account or attached to it."""
    contacts = contact(caller, account=record)
    deal = caller.made("/opportunities/", {"name": "Engine", "account": record})["id"]
    case = caller.made("/cases/", {"subject": "Broken", "account": record})["id"]
    note = {"kind": "call", "subject": "Rang", "account": record}
    call = caller.made("/activities/", note)["id"]
    place = {"account": record, "contact": contacts, "role": "Boss"}
    works = caller.made("/account-contacts/", place)["id"]
    below = account(caller, "Below", parent=record)
    caller.upload(f"/accounts/{record}/files/", SimpleUploadedFile("a.txt", b"text"))
    caller.patch(f"/accounts/{record}/interest/", {"following": True, "favourite": True})
    caller.post(f"/accounts/{record}/shares/", {"user": str(person.id)})
    return {
        "contacts": [contacts],
        "opportunities": [deal],
        "cases": [case],
        "activities": [call],
        "account-contacts": [works],
        "below": [below],
        "files": ["a.txt"],
        "shares": [str(person.id)],
        "follows": True,
        "last": True,
    }


def test_everything_that_referred_to_the_others_refers_to_the_survivor_and_back(
    acme: Tenant, admin: Caller, acme_admin: User, mia: User
) -> None:
    kept, gone = account(admin), account(admin)
    all_of_it = hung(admin, gone, mia)
    (deal,) = all_of_it["opportunities"]
    trashed = admin.made("/opportunities/", {"name": "Lost", "account": gone})["id"]
    admin.delete(f"/opportunities/{trashed}/")
    with in_tenant(acme):
        deliver_waiting()
    before = hanging(admin, kept)
    assert hanging(admin, gone) == all_of_it
    told = merge(admin, "accounts", kept, gone, dry_run=True).json()
    assert {one["object"]: one["count"] for one in told["moves"]} == {
        "accounts": 1, "contacts": 1, "opportunities": 1, "activities": 1, "cases": 1,
        "account-contacts": 1,
    }  # fmt: skip
    assert told["attached"] == {"files": 1, "followers": 1, "user_shares": 1, "team_shares": 0}
    answer = merged(admin, "accounts", kept, gone)
    assert answer["moved"]["opportunities"] == 2
    with in_tenant(acme):
        deliver_waiting()
    assert hanging(admin, kept) == all_of_it
    back = admin.post(f"/opportunities/{trashed}/restore/").json()
    assert back["account"]["id"] == kept
    history = admin.get(f"/opportunities/{deal}/audit/").json()["results"]
    assert history[0]["action"] == "update"
    assert undo(admin, answer["undo"]).status_code == 200
    with in_tenant(acme):
        deliver_waiting()
    assert hanging(admin, kept) == before
    assert hanging(admin, gone) == {**all_of_it, "opportunities": sorted([deal, trashed])}


def test_references_of_custom_fields_and_custom_objects_move_too(admin: Caller) -> None:
    admin.made(
        "/custom-objects/", {"name": "projects", "label": "Project", "label_plural": "Projects"}
    )
    for name in ("projects", "cases"):
        admin.made(
            "/fields/",
            {
                "object": name,
                "name": "customer",
                "label": "Customer",
                "type": "reference",
                "reference": "accounts",
            },
        )
    kept, gone = account(admin), account(admin)
    project = admin.made("/projects/", {"name": "Bridge", "custom": {"customer": gone}})["id"]
    case = admin.made("/cases/", {"subject": "X", "custom": {"customer": gone}})["id"]
    answer = merged(admin, "accounts", kept, gone)
    assert about(admin, "projects", kept, "custom.customer") == [project]
    assert about(admin, "cases", kept, "custom.customer") == [case]
    undo(admin, answer["undo"])
    assert about(admin, "projects", gone, "custom.customer") == [project]
    assert about(admin, "cases", gone, "custom.customer") == [case]
    other = admin.made("/projects/", {"name": "Bridge too"})["id"]
    merged(admin, "projects", other, project)
    assert admin.get(f"/projects/{other}/").json()["custom"]["customer"]["id"] == gone


def test_what_must_be_unique_is_free_for_the_survivor_and_returns_to_its_owner(
    admin: Caller,
) -> None:
    admin.made(
        "/fields/",
        {"object": "accounts", "name": "code", "label": "Code", "type": "text", "unique": True},
    )
    kept = account(admin, custom={"code": "A"})
    gone = account(admin, custom={"code": "B"})
    answer = merged(admin, "accounts", kept, gone, values={"custom.code": gone})
    assert admin.get(f"/accounts/{kept}/").json()["custom"]["code"] == "B"
    account(admin, custom={"code": "A"})
    problem = callers.problem(undo(admin, answer["undo"]), 409)
    assert "Code" in problem["detail"]
    assert admin.get(f"/accounts/{kept}/").json()["custom"]["code"] == "B"


@pytest.mark.parametrize("what", ["survivor", "moved", "restored", "purged"])
def test_what_somebody_did_since_is_named_and_stays(admin: Caller, what: str) -> None:
    kept, gone, third = account(admin), account(admin, industry="energy"), account(admin, "Third")
    deal = admin.made("/opportunities/", {"name": "Engine", "account": gone})["id"]
    token = merged(admin, "accounts", kept, gone)["undo"]
    if what == "survivor":
        admin.patch(f"/accounts/{kept}/", {"industry": "retail"})
    elif what == "moved":
        admin.patch(f"/opportunities/{deal}/", {"account": third})
    else:
        admin.post(f"/accounts/{gone}/{'restore' if what == 'restored' else 'purge'}/")
    problem = callers.problem(undo(admin, token), 409)
    reasons = {one["object"]: one["reason"] for one in problem["conflicts"]}
    assert (
        reasons
        == {
            "survivor": {"accounts": "changed"},
            "moved": {"opportunities": "changed"},
            "restored": {"accounts": "restored"},
            "purged": {"accounts": "gone"},
        }[what]
    )
    assert admin.get(f"/accounts/{kept}/").status_code == 200


def test_a_later_merge_of_the_one_that_stayed_is_named_as_such(admin: Caller) -> None:
    first, second, third = (account(admin, name) for name in ("First", "Second", "Third"))
    token = merged(admin, "accounts", first, second)["undo"]
    later = merged(admin, "accounts", third, first)["undo"]
    [told] = callers.problem(undo(admin, token), 409)["conflicts"]
    assert (told["name"], told["reason"]) == ("First", "merged")
    assert undo(admin, later).status_code == 200
    assert undo(admin, token).status_code == 200
    assert {admin.get(f"/accounts/{one}/").status_code for one in (first, second, third)} == {200}


def test_other_changes_since_do_not_stand_in_the_way(admin: Caller) -> None:
    kept, gone = account(admin), account(admin, industry="energy")
    deal = admin.made("/opportunities/", {"name": "Engine", "account": gone})["id"]
    token = merged(admin, "accounts", kept, gone)["undo"]
    admin.patch(f"/accounts/{kept}/", {"phone": "+49 30 1"})
    admin.patch(f"/opportunities/{deal}/", {"name": "Motor"})
    new = admin.made("/opportunities/", {"name": "New", "account": kept})["id"]
    assert undo(admin, token).status_code == 200
    assert about(admin, "opportunities", gone, "account") == [deal]
    assert about(admin, "opportunities", kept, "account") == [new]
    assert admin.get(f"/accounts/{kept}/").json()["phone"] == "+49 30 1"
    shown = admin.get("/history/").json()["results"]
    assert "merge" in {one["action"] for one in shown}


def test_whoever_the_survivor_was_taken_from_does_not_take_the_merge_back(
    acme: Tenant, admin: Caller, member: Caller, acme_admin: User
) -> None:
    kept, gone = account(member), account(member, phone="1")
    answer = merged(member, "accounts", kept, gone)
    admin.patch(f"/accounts/{kept}/", {"owner": str(acme_admin.id)})
    before = admin.get(f"/accounts/{kept}/").json()
    assert undo(member, answer["undo"]).status_code == 403
    assert admin.get(f"/accounts/{kept}/").json() == before
