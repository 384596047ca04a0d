"""I11: what people type stays within its header and its line, in mails and downloads."""

from email.message import Message
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail

from crm_core.notices.choices import Mails
from crm_core.notices.services.mailing import send
from freehold.events.services import deliver_waiting
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.ground.jobs import work_off

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x1b[2K"]


def hostile(between: str) -> str:
    return f"Acme{between}Bcc: eve@evil.test{between}{between}Click here"


@pytest.fixture(autouse=True)
def _as_it_is_sent(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "tenants.mail.Backend"


def the_mail() -> Message:
    """What was sent last, as the mail server gets it; every header stands there once."""
    sent = mail.outbox[-1].message()
    names = [name.lower() for name, _value in sent.items()]
    assert len(names) == len(set(names))
    assert not {"bcc", "cc", "reply-to"} & set(names)
    return sent


def is_one_line(text: str) -> bool:
    return text.isprintable() and text.startswith("Acme")


@pytest.mark.parametrize("between", BREAKS)
def test_i11_a_company_s_name_stays_in_the_subject_of_an_invitation(
    acme: Tenant, admin: Caller, between: str, django_capture_on_commit_callbacks: Any
) -> None:
    admin.patch("/company/", {"name": hostile(between)})
    name = admin.get("/company/").json()["name"]
    with django_capture_on_commit_callbacks(execute=True):
        admin.made("/users/", {"name": hostile(between), "email": "new@acme.test"})
    sent = the_mail()
    assert is_one_line(name)
    assert name in str(sent["Subject"]).replace("\n", "")
    assert sent["To"] == "new@acme.test"
    with in_tenant(acme):
        assert is_one_line(User.objects.get(email="new@acme.test").name)


@pytest.mark.parametrize("between", BREAKS)
def test_i11_a_stranger_writes_no_mail_of_their_own_by_signing_up(
    operators: Tenant, between: str
) -> None:
    wanted = {"slug": "initech", "email": "bill@initech.test", "name": hostile(between)}
    answer = callers.anonymous(operators).post("/sign-up/", {**wanted, "person": hostile(between)})
    assert answer.status_code == 202, answer.content
    sent = the_mail()
    assert sent["To"] == "bill@initech.test"
    lines = str(mail.outbox[-1].body).split("\n")
    assert not [line for line in lines if line.startswith(("Bcc", "Click"))]


@pytest.mark.parametrize("between", BREAKS)
def test_i11_a_record_s_name_stays_in_the_subject_of_a_notification(
    acme: Tenant, admin: Caller, member: Caller, mia: User, between: str
) -> None:
    member.patch("/me/notification-settings/", {"kinds": {"assigned": "email"}})
    admin.made("/accounts/", {"name": hostile(between), "owner": str(mia.id)})
    with in_tenant(acme):
        deliver_waiting()
        work_off()
    assert the_mail()["To"] == mia.email


def test_i11_a_subject_is_one_line_whoever_writes_it(acme: Tenant, mia: User) -> None:
    with in_tenant(acme):
        assert send(mia, Mails.NOTICES, "notices/email/notices", hostile("\r\n"), {"lines": []})
        mail.send_mail(hostile("\r\n"), "Hello", None, [mia.email])
    assert str(the_mail()["Subject"]) == "Acme Bcc: eve@evil.test Click here"


@pytest.mark.parametrize("header", ["X-Request-Id", "Idempotency-Key", "Accept-Language"])
@pytest.mark.parametrize("between", ["\x1b[31m", "\x85", "\u2028"])
def test_i11_what_a_caller_sends_comes_back_in_no_header(
    admin: Caller, header: str, between: str
) -> None:
    told: Any = admin.post("/accounts/", {"name": "A"}, **{header: f"abcdefgh{between}x"})
    assert all(text.isprintable() for text in told.headers.values())
