"""Notifications: who is told of what, what they may see of it, and how they choose."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.notices.models import Notice
from crm_core.notices.services.reading import KEPT_FOR, forget_old
from freehold.events.services import emit
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.notices import delivered, told, unread
from tests.ground.jobs import work_off


@pytest.fixture
def account(acme: Tenant, admin: Caller, mia: User) -> dict[str, Any]:
    """An account that the administrator gave to Mia."""
    made = admin.made("/accounts/", {"name": "Initech", "owner": str(mia.id)})
    delivered(acme)
    return made


def test_whoever_is_given_a_record_is_told_and_its_giver_is_not(
    acme: Tenant, admin: Caller, member: Caller, mia: User, account: dict[str, Any]
) -> None:
    (one,) = member.get("/notifications/").json()["results"]
    assert one["text"].endswith("gave you “Initech”")
    assert (one["kind"], one["object"]) == ("assigned", "accounts")
    assert one["record"] == {"id": account["id"], "name": "Initech"}
    assert unread(member) == 1
    assert told(admin) == []
    other = admin.made("/contacts/", {"last_name": "Bolton"})
    admin.patch(f"/contacts/{other['id']}/", {"owner": str(mia.id)})
    delivered(acme)
    assert [text.partition(" gave ")[2] for text in told(member)] == [
        "you “Bolton”",
        "you “Initech”",
    ]
    admin.patch(f"/contacts/{other['id']}/", {"title": "Manager"})
    delivered(acme)
    assert len(told(member)) == 2


def test_an_event_that_comes_twice_tells_once(acme: Tenant, member: Caller, account: Any) -> None:
    delivered(acme)
    assert len(told(member)) == 1


def test_many_records_at_once_are_one_notification(
    acme: Tenant, admin: Caller, member: Caller, mia: User
) -> None:
    ids = [admin.made("/contacts/", {"last_name": f"B{n}"})["id"] for n in range(12)]
    delivered(acme)
    body = {"action": "assign", "values": {"owner": str(mia.id)}}
    for part in (ids[:6], ids[6:]):
        admin.post("/contacts/bulk/", {**body, "ids": part})
    delivered(acme)
    (text,) = told(member)
    assert text.endswith("gave you 12 Contacts")


def test_what_went_out_of_reach_is_neither_listed_nor_counted(
    acme: Tenant, admin: Caller, member: Caller, account: Any
) -> None:
    me = admin.get("/me/").json()["user"]["id"]
    admin.patch(f"/accounts/{account['id']}/", {"owner": me})
    assert (told(member), unread(member)) == ([], 0)


def test_a_hidden_title_is_not_told(acme: Tenant, admin: Caller) -> None:
    vera = callers.person(
        acme, "Vera", grants=callers.MEMBER, fields={"accounts": {"name": "hidden"}}
    )
    admin.made("/accounts/", {"name": "Initech", "owner": str(vera.id)})
    delivered(acme)
    (one,) = callers.with_key(acme, vera).get("/notifications/").json()["results"]
    assert "Initech" not in str(one)
    assert one["record"]["name"] is None


def test_a_mention_reaches_those_who_see_the_activity(
    acme: Tenant, admin: Caller, acme_admin: User, member: Caller, mia: User
) -> None:
    seen = admin.made("/activities/", {"kind": "task", "subject": "Call", "owner": str(mia.id)})
    unseen = admin.made("/activities/", {"kind": "note", "subject": "Secret"})
    with in_tenant(acme):
        for one in (seen, unseen):
            emit(
                "crm.activities.mentioned",
                actor=callers.actor(acme_admin),
                object="activities",
                records=[UUID(one["id"])],
                payload={"users": [str(mia.id)]},
            )
    delivered(acme)
    mentions = [text for text in told(member) if "mentioned" in text]
    assert [text.partition(" mentioned ")[2] for text in mentions] == ["you in “Call”"]


def test_sharing_a_record_tells_a_person_and_a_team(
    acme: Tenant, admin: Caller, member: Caller, mia: User
) -> None:
    deal = admin.made("/opportunities/", {"name": "Deal"})
    admin.post(f"/opportunities/{deal['id']}/shares/", {"user": str(mia.id)})
    team = admin.made("/teams/", {"name": "North", "members": [str(mia.id)]})
    case = admin.made("/cases/", {"subject": "Broken"})
    admin.post(f"/cases/{case['id']}/shares/", {"team": team["id"]})
    delivered(acme)
    assert [text.partition(" shared ")[2] for text in told(member)] == [
        "“Broken” with you",
        "“Deal” with you",
    ]


@pytest.mark.parametrize(
    ("rows", "options", "text"),
    [
        ("Initech,\nUmbrella,\n", {}, "Your import is finished: 2 records"),
        (
            "Initech,\n,030\nUmbrella,\n,030\n",
            {},
            "Your import is finished: 2 records, 2 rows with errors",
        ),
        ("Initech,\n,030\n", {"atomic": "all"}, "Your import failed"),
        (
            "Initech,\n",
            {"dry_run": True},
            "The dry run of your import is finished: 1 record, no errors",
        ),
        (
            "Initech,\n,030\n",
            {"dry_run": True},
            "The dry run of your import is finished: 1 record, 1 row with an error",
        ),
    ],
)
def test_the_end_of_an_import_is_told_to_whoever_asked(
    acme: Tenant, admin: Caller, rows: str, options: dict[str, object], text: str
) -> None:
    sent = {
        "file": SimpleUploadedFile("accounts.csv", f"name,phone\n{rows}".encode(), "text/csv"),
        "object": "accounts",
        "options": json.dumps(options),
    }
    headers = {"host": admin.host, **admin.headers}
    imported = admin.client.post("/api/v1/imports/", sent, headers=headers).json()["id"]
    with in_tenant(acme):
        work_off()
    delivered(acme)
    (one,) = admin.get("/notifications/").json()["results"]
    assert (one["kind"], one["text"]) == ("job", text)
    assert one["job"]["import"] == imported


def test_reading_off_one_and_all(
    acme: Tenant, admin: Caller, member: Caller, mia: User, account: Any, reader: Caller
) -> None:
    admin.made("/accounts/", {"name": "Umbrella", "owner": str(mia.id)})
    delivered(acme)
    newest = member.get("/notifications/").json()["results"][0]["id"]
    assert member.post("/notifications/read/", {"ids": [newest]}).json() == {"unread": 1}
    assert [text.partition(" gave ")[2] for text in told(member, "?unread=true")] == [
        "you “Initech”"
    ]
    again = {"ids": [newest], "read": False}
    assert member.post("/notifications/read/", again).json() == {"unread": 2}
    assert admin.post("/notifications/read/", {"ids": [newest]}).json() == {"unread": 0}
    assert unread(member) == 2
    assert member.post("/notifications/read/").json() == {"unread": 0}
    problem(reader.post("/notifications/read/"), 403)


def test_pages_follow_each_other(acme: Tenant, admin: Caller, member: Caller, mia: User) -> None:
    for number in range(5):
        admin.made("/accounts/", {"name": str(number), "owner": str(mia.id)})
    delivered(acme)
    found, cursor = [], ""
    while cursor is not None:
        page = member.get(f"/notifications/?limit=2&cursor={cursor}").json()
        found += [one["record"]["name"] for one in page["results"]]
        cursor = page["next"]
    assert found == ["4", "3", "2", "1", "0"]


def test_a_long_list_costs_no_more_statements(
    acme: Tenant, admin: Caller, member: Caller, mia: User, account: Any
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            member.get("/notifications/")
        return len(found)

    admin.made("/cases/", {"subject": "First", "owner": str(mia.id)})
    delivered(acme)
    member.get("/notifications/")
    few = statements()
    for number in range(20):
        admin.made("/cases/", {"subject": str(number), "owner": str(mia.id)})
    delivered(acme)
    assert len(told(member)) == 22
    assert statements() == few


def test_texts_are_in_the_readers_language(
    acme: Tenant, admin: Caller, mia: User, account: Any
) -> None:
    browser = callers.signed_in(acme, mia.email)
    browser.patch("/me/", {"locale": "de"})
    assert told(browser)[0].endswith("hat Ihnen „Initech“ übertragen")


def test_old_ones_go(acme: Tenant, member: Caller, account: Any) -> None:
    with in_tenant(acme):
        (notice,) = Notice.objects.all()
        assert forget_old(notice.at + KEPT_FOR) == 0
        assert forget_old(notice.at + KEPT_FOR * 1.01) == 1
    assert told(member) == []
