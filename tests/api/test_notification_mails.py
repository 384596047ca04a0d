"""Which notifications come by mail, and when."""

import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from crm_core.notices.choices import NoticeKind
from crm_core.notices.models import Notice
from crm_core.notices.services import mailing
from crm_core.notices.services.telling import MAIL, News
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.ids import new_id
from freehold.jobs.models import Job
from freehold.jobs.services import start_job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller, problem
from tests.api.notices import delivered, told
from tests.ground.jobs import work_off


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


def test_a_mail_of_many_records_leads_to_the_list_of_them(
    acme: Tenant, admin: Caller, member: Caller, mia: User
) -> None:
    by_mail = dict.fromkeys(["assigned", "followed"], "email")
    member.patch("/me/notification-settings/", {"kinds": by_mail})
    admin.made("/accounts/", {"name": "Somebody else's"})
    ids = [admin.made("/accounts/", {"name": f"Account {n}"})["id"] for n in range(6)]
    delivered(acme)
    given = {"action": "update", "ids": ids, "values": {"owner": str(mia.id)}}
    assert admin.post("/accounts/bulk/", given).status_code == 200
    assert behind(acme, member) == set(ids)
    for ident in ids:
        member.patch(f"/accounts/{ident}/interest/", {"following": True})
    own = member.made("/accounts/", {"name": "Not followed"})
    changed = {"action": "update", "ids": ids, "values": {"phone": "030 1"}}
    assert admin.post("/accounts/bulk/", changed).status_code == 200
    assert behind(acme, member) == set(ids) - {own["id"]}


def behind(tenant: Tenant, caller: Caller) -> set[str]:
    """What the list shows to which the link in the mail leads."""
    mail.outbox.clear()
    delivered(tenant)
    with in_tenant(tenant):
        work_off()
    (sent,) = mail.outbox
    found = re.search(r"http://acme[^/]*(/accounts)\?(\S+)", str(sent.body))
    assert found, sent.body
    asked = {name: value for name, value in parse_qsl(found[2]) if name != "view"}
    shown = caller.get(f"{found[1]}/?{urlencode(asked)}").json()["results"]
    return {one["id"] for one in shown}


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
