"""Notifications: who is told of what, what they may see of it, and how they choose."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm_core.notices.choices import NoticeKind
from crm_core.notices.models import Notice
from crm_core.notices.services import mailing
from crm_core.notices.services.reading import KEPT_FOR, forget_old
from crm_core.notices.services.telling import MAIL, News
from freehold.events.services import deliver_waiting, emit
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.ids import new_id
from freehold.jobs.models import Job
from freehold.jobs.services import start_job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_lists import fill
from tests.ground.jobs import work_off


def delivered(tenant: Tenant) -> None:
    with in_tenant(tenant):
        deliver_waiting()


def told(caller: Caller, query: str = "") -> list[str]:
    return [one["text"] for one in caller.get(f"/notifications/{query}").json()["results"]]


def unread(caller: Caller) -> int:
    found: int = caller.get("/notifications/unread/").json()["unread"]
    return found


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


def test_the_end_of_an_import_is_told_to_whoever_asked(acme: Tenant, admin: Caller) -> None:
    sent = {
        "file": SimpleUploadedFile("accounts.csv", b"name\nInitech\nUmbrella\n", "text/csv"),
        "object": "accounts",
    }
    headers = {"host": admin.host, **admin.headers}
    imported = admin.client.post("/api/v1/imports/", sent, headers=headers).json()["id"]
    with in_tenant(acme):
        work_off()
    delivered(acme)
    (one,) = admin.get("/notifications/").json()["results"]
    assert (one["kind"], one["text"]) == ("job", "Your import is finished: 2 records")
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


def test_each_kind_can_be_switched_off_or_come_by_mail(
    acme: Tenant, admin: Caller, member: Caller, mia: User
) -> None:
    settings = member.get("/me/notification-settings/").json()
    assert set(settings["kinds"].values()) == {"app"}
    chosen = {"kinds": {"assigned": "off"}, "digest": False}
    answer = member.patch("/me/notification-settings/", chosen).json()
    assert (answer["kinds"]["assigned"], answer["digest"]) == ("off", False)
    admin.made("/accounts/", {"name": "Initech", "owner": str(mia.id)})
    delivered(acme)
    assert told(member) == []
    answer = member.patch("/me/notification-settings/", {"kinds": {"assigned": "email"}}).json()
    assert answer["digest"] is False
    admin.patch("/me/", {"name": "Ada"})
    account = admin.made("/accounts/", {"name": "Umbrella <b>", "owner": str(mia.id)})
    delivered(acme)
    with in_tenant(acme):
        work_off()
        assert Job.objects.filter(kind="notices.mail", state="done").count() == 1
    (sent,) = mail.outbox
    assert sent.to == [mia.email]
    assert sent.subject == "Ada gave you “Umbrella <b>”"
    assert f"/accounts/{account['id']}" in sent.body
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Umbrella &lt;b&gt;" in html
    problem(member.patch("/me/notification-settings/", {"kinds": {"gossip": "app"}}), 422)


def test_mails_wait_for_the_mail_server_and_nobody_gets_theirs_twice(
    acme: Tenant, admin: Caller, member: Caller, mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = {"kinds": {"assigned": "email"}}
    for caller in (admin, member):
        caller.patch("/me/notification-settings/", theirs)
    with in_tenant(acme):
        news = [
            News(NoticeKind.ASSIGNED, [user.id], object="accounts", record=new_id(), key=user.email)
            for user in User.objects.filter(is_active=True).order_by("id")
        ]
        told_of = [one.notice_for(one.users[0]) for one in news]
        Notice.objects.bulk_create(told_of)
        monkeypatch.setattr(mailing, "shown", lambda notices, policy: [TOLD])
        start_job(MAIL, {"notices": [str(one.id) for one in told_of]}, actor=SYSTEM)
        with monkeypatch.context() as away:
            away.setattr(EmailBackend, "send_messages", only_the_first)
            work_off()
            assert len(mail.outbox) == 1
        with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
            work_off()
        assert Job.objects.get(kind=MAIL).state == "done"
    assert len(mail.outbox) == len(told_of) == 2
    assert len({one.to[0] for one in mail.outbox}) == 2


TOLD = {
    **dict.fromkeys(["record", "job", "webhook"]),
    "kind": NoticeKind.ASSIGNED,
    "object": "accounts",
    "text": "Ada gave you one",
}


def only_the_first(backend: EmailBackend, messages: list[mail.EmailMessage]) -> int:
    if mail.outbox:
        raise ConnectionRefusedError("Connection refused")
    mail.outbox.extend(messages)
    return len(messages)


def test_a_mail_says_nothing_of_what_went_out_of_reach(
    acme: Tenant, admin: Caller, member: Caller, mia: User
) -> None:
    member.patch("/me/notification-settings/", {"kinds": {"assigned": "email"}})
    account = admin.made("/accounts/", {"name": "Initech", "owner": str(mia.id)})
    delivered(acme)
    admin.delete(f"/accounts/{account['id']}/")
    with in_tenant(acme):
        work_off()
    assert mail.outbox == []


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
