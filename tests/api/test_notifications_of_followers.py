"""What those who follow a record are told of it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from freehold.events.services import emit
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.api.notices import delivered, told
from tests.api.test_lists import fill


def test_followers_hear_of_what_they_may_read_and_once_for_a_while(
    acme: Tenant, admin: Caller
) -> None:
    vera = callers.person(
        acme,
        "Vera",
        grants={"*": {"create": False, "read": "all", "update": "none", "delete": "none"}},
        fields={"accounts": {"phone": "hidden"}},
    )
    reader = callers.with_key(acme, vera)
    account = admin.made("/accounts/", {"name": "Initech"})
    other = admin.made("/accounts/", {"name": "Initrode"})
    interest = f"/accounts/{account['id']}/interest/"
    assert reader.patch(interest, {"following": True}).status_code == 200
    admin.patch(f"/accounts/{other['id']}/", {"employees": 3})
    for values in ({"phone": "+49 30 1"}, {"website": "https://initech.test"}, {"employees": 3}):
        admin.patch(f"/accounts/{account['id']}/", values)
        delivered(acme)
    (text,) = told(reader)
    assert text.endswith("changed “Initech”: Employees, Website")
    assert reader.patch(interest, {"following": False}).status_code == 200
    admin.patch(f"/accounts/{account['id']}/", {"name": "Initech Ltd"})
    delivered(acme)
    assert len(told(reader)) == 1


@pytest.fixture
def follower(acme: Tenant) -> Caller:
    """Sees everybody's records, and may not change any."""
    grants = {"*": {"create": False, "read": "all", "update": "none", "delete": "none"}}
    return callers.with_key(acme, callers.person(acme, "Vera", grants=grants))


def followed(admin: Caller, follower: Caller, object_name: str, values: Any) -> str:
    made: str = admin.made(f"/{object_name}/", values)["id"]
    answer = follower.patch(f"/{object_name}/{made}/interest/", {"following": True})
    assert answer.status_code == 200
    return made


def of_followed(caller: Caller) -> list[str]:
    found = caller.get("/notifications/").json()["results"]
    return [one["text"].partition(" ")[2] for one in found if one["kind"] == "followed"]


def test_followers_hear_of_activities_that_they_may_see_once_each(
    acme: Tenant, admin: Caller, follower: Caller
) -> None:
    admin.patch("/me/", {"name": "Ada"})
    account = followed(admin, follower, "accounts", {"name": "Initech"})
    deal = followed(admin, follower, "opportunities", {"name": "Printers", "account": account})
    about = {"account": account, "opportunity": deal}
    admin.made("/activities/", {"kind": "note", "subject": "They want ten", **about})
    admin.made("/activities/", {"kind": "note", "subject": "Secret", "is_private": True, **about})
    me = follower.get("/me/").json()["user"]["id"]
    theirs = {"kind": "task", "subject": "Call them", "owner": me}
    admin.made("/activities/", {**theirs, "account": account})
    named = {"kind": "note", "subject": "Look", "body": f"@[Vera](user:{me}) look"}
    admin.made("/activities/", {**named, "account": account})
    delivered(acme)
    assert of_followed(follower) == ["added “They want ten” to “Printers”"]
    admin.made("/activities/", {"kind": "call", "subject": "Called", **about})
    delivered(acme)
    assert of_followed(follower) == ["added 2 activities to “Printers”"]


def test_followers_hear_of_files_and_of_stages(
    acme: Tenant, admin: Caller, follower: Caller
) -> None:
    admin.patch("/me/", {"name": "Ada"})
    deal = followed(admin, follower, "opportunities", {"name": "Printers"})
    for name in ("offer.txt", "plan.txt"):
        file = SimpleUploadedFile(name, b"Ten printers", "text/plain")
        assert admin.upload(f"/opportunities/{deal}/files/", file).status_code == 201
    stages = {one["name"]: one["id"] for one in admin.get("/stages/").json()["results"]}
    change = {"stage": stages["Proposal"]}
    assert admin.patch(f"/opportunities/{deal}/", change).status_code == 200
    delivered(acme)
    changed, files = of_followed(follower)
    assert files == "added 2 files to “Printers”"
    assert changed.startswith("changed “Printers”: ")
    assert "Stage" in changed


def test_followers_hear_of_another_owner_who_hears_of_it_once(
    acme: Tenant, admin: Caller, follower: Caller, member: Caller, mia: User
) -> None:
    admin.patch("/me/", {"name": "Ada"})
    account = followed(admin, follower, "accounts", {"name": "Initech", "owner": str(mia.id)})
    assert member.patch(f"/accounts/{account}/interest/", {"following": True}).status_code == 200
    me = admin.get("/me/").json()["user"]["id"]
    for owner in (me, str(mia.id)):
        admin.patch(f"/accounts/{account}/", {"owner": owner})
    delivered(acme)
    assert of_followed(follower) == ["changed “Initech”: Owner"]
    assert of_followed(member) == []
    assert {one["kind"] for one in member.get("/notifications/").json()["results"]} == {"assigned"}


def test_a_change_of_many_followed_records_is_one_notification(
    acme: Tenant, admin: Caller, follower: Caller
) -> None:
    admin.patch("/me/", {"name": "Ada"})
    ids = [followed(admin, follower, "accounts", {"name": f"Branch {n}"}) for n in range(14)]
    others = [admin.made("/accounts/", {"name": f"Other {n}"})["id"] for n in range(3)]
    for part in ([*ids[:7], *others], ids[7:]):
        body = {"action": "update", "values": {"industry": "media"}, "ids": part}
        assert admin.post("/accounts/bulk/", body).status_code == 200
    delivered(acme)
    assert of_followed(follower) == ["changed 14 Accounts: Industry"]
    follower.patch("/me/notification-settings/", {"kinds": {"followed": "off"}})
    body = {"action": "update", "values": {"website": "https://branch.test"}, "ids": ids}
    assert admin.post("/accounts/bulk/", body).status_code == 200
    delivered(acme)
    assert of_followed(follower) == ["changed 14 Accounts: Industry"]


def test_many_activities_at_once_are_one_notification_and_large_numbers_are_readable(
    acme: Tenant, admin: Caller, acme_admin: User, follower: Caller
) -> None:
    admin.patch("/me/", {"name": "Ada"})
    ids = [followed(admin, follower, "accounts", {"name": f"Branch {n}"}) for n in range(6)]
    rows = [{"kind": "note", "subject": "Moved", "account": one} for one in ids]
    fill(acme, acme_admin, "activities", rows)
    payload = {"job": "records.bulk", "state": "done", "done": 5000}
    with in_tenant(acme):
        emit("jobs.ended", actor=callers.actor(acme_admin), payload=payload)
    delivered(acme)
    assert of_followed(follower) == ["added 6 activities to 6 Accounts"]
    assert told(admin) == ["Your change of many records is finished: 5,000 records"]
