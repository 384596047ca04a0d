"""The secret address of one's calendar: what it holds, for whom, and when it ends."""

import datetime
from typing import Any

import pytest
from icalendar import Calendar

from api.web import calendar
from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

TODAY = datetime.datetime.now(datetime.UTC).replace(hour=8, minute=0, second=0, microsecond=0)
HOUR = datetime.timedelta(hours=1)


def renewed(caller: Caller) -> str:
    """The path of a new address."""
    answer = caller.post("/me/calendar-feed/")
    assert answer.status_code == 200, answer.content
    address: str = answer.json()["address"]
    return "/" + address.split("/", 3)[3]


def read(tenant: Tenant, path: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    anonymous = callers.anonymous(tenant)
    return anonymous.client.get(path, headers={"host": anonymous.host, **named})


def events(tenant: Tenant, path: str) -> dict[str, Any]:
    """By summary."""
    answer = read(tenant, path)
    assert answer.status_code == 200, answer.content
    return {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def meeting(caller: Caller, subject: str, **values: Any) -> dict[str, Any]:
    times = {"starts_at": TODAY.isoformat(), "ends_at": (TODAY + HOUR).isoformat()}
    return caller.made(
        "/activities/",
        {"kind": "meeting", "subject": subject, "status": "open", **times, **values},
    )


def test_meetings_stand_at_their_hours_and_tasks_on_their_day(
    acme: Tenant, member: Caller, mia: User
) -> None:
    browser = callers.signed_in(acme, mia.email)
    browser.patch("/me/", {"time_zone": "Pacific/Auckland"})
    made = meeting(member, "Kick-off", location="On site", reminder_minutes=15)
    late = TODAY.replace(hour=20)
    member.made("/activities/", {"kind": "task", "subject": "Call", "due_at": late.isoformat()})
    found = events(acme, renewed(member))
    kick_off, call = found["Kick-off"], found["☐ Call"]
    assert (kick_off.start, kick_off.end) == (TODAY, TODAY + HOUR)
    assert (str(kick_off["location"]), str(kick_off["uid"])[:36]) == ("On site", made["id"])
    (alarm,) = kick_off.walk("VALARM")
    assert alarm["trigger"].dt == datetime.timedelta(minutes=-15)
    assert call.start == (TODAY + datetime.timedelta(days=1)).date()


def test_i11_a_subject_adds_no_line_to_the_calendar(acme: Tenant, member: Caller) -> None:
    added = "\r\nATTENDEE:mailto:eve@evil.test\r\nEND:VEVENT\r\nBEGIN:VEVENT"
    meeting(member, f"Kick-off{added}", location=f"On site{added}", body=f"Notes{added}")
    (found,) = events(acme, renewed(member)).values()
    assert str(found["summary"]).startswith("Kick-off")
    assert "attendee" not in found


def test_it_holds_ones_own_and_only_what_one_may_see(
    acme: Tenant, admin: Caller, member: Caller, mia: User
) -> None:
    account = admin.made("/accounts/", {"name": "Secret Ltd"})
    meeting(admin, "Board")
    meeting(admin, "Given", owner=str(mia.id), account=account["id"])
    meeting(member, "Cancelled", status="cancelled")
    found = events(acme, renewed(member))
    assert set(found) == {"Given"}
    assert "Secret" not in str(found["Given"]["description"])


def test_hidden_fields_stay_hidden(acme: Tenant) -> None:
    hidden = {"activities": {"subject": "hidden", "location": "hidden"}}
    vera = callers.person(acme, "Vera", grants=callers.MEMBER, fields=hidden)
    caller = callers.with_key(acme, vera)
    boss = callers.with_key(acme, callers.person(acme, "Boss", grants={"*": {
        "create": True, "read": "all", "update": "all", "delete": "none"}}))  # fmt: skip
    meeting(boss, "Canary", location="Canary", owner=str(vera.id))
    answer = read(acme, renewed(caller))
    assert b"BEGIN:VEVENT" in answer.content
    assert b"Canary" not in answer.content
    blind = callers.person(
        acme, "Bill", grants=callers.MEMBER, fields={"activities": {"owner": "hidden"}}
    )
    assert events(acme, renewed(callers.with_key(acme, blind))) == {}


def test_what_did_not_change_is_not_sent_again(acme: Tenant, member: Caller) -> None:
    made = meeting(member, "Kick-off")
    path = renewed(member)
    etag = read(acme, path).headers["ETag"]
    again = read(acme, path, If_None_Match=etag)
    assert (again.status_code, again.content) == (304, b"")
    member.patch(f"/activities/{made['id']}/", {"subject": "Start"})
    assert read(acme, path, If_None_Match=etag).status_code == 200


def test_a_renewed_or_ended_address_leads_nowhere(
    acme: Tenant, globex: Tenant, admin: Caller, member: Caller, mia: User, reader: Caller
) -> None:
    assert member.get("/me/calendar-feed/").json() == {"enabled": False, "created_at": None}
    first = renewed(member)
    second = renewed(member)
    assert [read(acme, path).status_code for path in (first, second)] == [404, 200]
    assert read(globex, second).status_code == 404
    assert member.get("/me/calendar-feed/").json()["enabled"] is True
    problem(reader.post("/me/calendar-feed/"), 403)
    assert member.delete("/me/calendar-feed/").status_code == 204
    assert read(acme, second).status_code == 404
    third = renewed(member)
    admin.patch(f"/users/{mia.id}/", {"active": False})
    assert read(acme, third).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 75, "%00", "ä" * 40])
def test_no_other_text_is_a_secret(acme: Tenant, token: str) -> None:
    assert read(acme, f"/feeds/calendar/{token}.ics").status_code == 404


def test_it_is_not_asked_without_end(
    acme: Tenant, member: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "_HOURLY", 2)
    path = renewed(member)
    assert [read(acme, path).status_code for _ in range(3)] == [200, 200, 429]
    assert int(read(acme, path).headers["Retry-After"]) > 0
