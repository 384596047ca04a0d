"""The e-mails that a plan allows a day: full, in which words, and which mails nobody withholds."""

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.core import mail

from crm_core.notices.choices import Mails
from crm_core.notices.services.mailing import send
from freehold.identity.models import User
from tenants import usage
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_entitlements import grant, invite
from tests.ground.jobs import work_off


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel("2026-11-28T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def mia(acme: Tenant) -> User:
    return callers.person(acme, "Mia")


def told(user: User) -> bool:
    return send(user, Mails.NOTICES, "notices/email/notices", "Hi", {"lines": []})


def mails_used(admin: Caller) -> Any:
    told = admin.get("/billing/").json()["usage"]
    return next(one["used"] for one in told if one["limit"] == "mails_per_day")


def test_a_full_day_withholds_notifications_until_midnight(
    acme: Tenant, admin: Caller, mia: User, noon: Any
) -> None:
    grant(acme, mails_per_day=2)
    with in_tenant(acme):
        assert [told(mia) for _ in range(3)] == [True, True, False]
    assert len(mail.outbox) == 2
    assert mails_used(admin) == 2
    noon.move_to("2026-11-29T00:00:01Z")
    with in_tenant(acme):
        assert told(mia)
    assert mails_used(admin) == 1


def test_an_invitation_is_refused_in_words_that_help(
    acme: Tenant, admin: Caller, django_capture_on_commit_callbacks: Any
) -> None:
    grant(acme, mails_per_day=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(admin, "Noah").status_code == 201
    assert [one.to for one in mail.outbox] == [["noah@acme.test"]]
    told = problem(invite(admin, "Olga"), 403)
    assert (told["code"], told["limit"], told["used"]) == ("limit_reached", "mails_per_day", 1)
    assert "1 e-mails a day" in told["detail"]
    assert "midnight" in told["detail"]
    assert "Ask whoever runs this installation" in told["detail"]
    with in_tenant(acme):
        assert not User.objects.filter(name="Olga").exists()


def test_a_mail_for_a_new_password_is_always_sent(acme: Tenant, acme_admin: User) -> None:
    grant(acme, mails_per_day=0)
    visitor = callers.anonymous(acme)
    visitor.get("/_allauth/browser/v1/auth/session")
    visitor.headers["X-CSRFToken"] = visitor.client.cookies["csrftoken"].value
    answer = visitor.post("/_allauth/browser/v1/auth/password/request", {"email": acme_admin.email})
    assert answer.status_code == 200, answer.content
    assert [one.to for one in mail.outbox] == [[acme_admin.email]]


def test_one_tenant_s_mails_are_not_another_s(acme: Tenant, globex: Tenant) -> None:
    with in_tenant(acme):
        usage.count_mails(5)
    with in_tenant(globex):
        assert usage.mails_today() == 0


def test_what_the_mail_server_refused_does_not_count(
    acme: Tenant, admin: Caller, mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **more: Any) -> int:
        raise OSError("The server is away.")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with in_tenant(acme):
        with pytest.raises(OSError, match="away"):
            told(mia)
        assert usage.mails_today() == 0


def test_an_invitation_that_waits_for_the_mail_server_is_told_and_counted(
    acme: Tenant,
    admin: Caller,
    noon: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def away(backend: Any, messages: Any) -> int:
        raise ConnectionRefusedError

    def shown() -> Any:
        people = admin.get("/users/").json()["results"]
        return next(one for one in people if one["name"] == "Noah")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        noah = invite(admin, "Noah").json()["id"]
    assert shown()["invitation_waits"]
    assert mails_used(admin) == 1
    noon.shift(7200)
    with in_tenant(acme):
        work_off()
    assert [one.to for one in mail.outbox] == [["noah@acme.test"]]
    assert not shown()["invitation_waits"]
    assert mails_used(admin) == 1
    with django_capture_on_commit_callbacks(execute=True):
        again = admin.post(f"/users/{noah}/invite-again/", {})
    assert not again.json()["invitation_waits"]


def test_an_invitation_that_the_mail_server_refuses_is_told_until_it_goes_out(
    acme: Tenant,
    admin: Caller,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def refuses(backend: Any, messages: Any) -> int:
        raise SMTPRecipientsRefused({"noah@acme.test": (550, b"5.1.1 No such\r\nmailbox")})

    def shown() -> Any:
        return next(one for one in admin.get("/users/").json()["results"] if one["name"] == "Noah")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
        noah = invite(admin, "Noah").json()["id"]
    told = shown()
    assert (told["invitation_waits"], told["invited"]) == (False, True)
    assert told["invitation_refused"] == "550 5.1.1 No such mailbox"
    assert mails_used(admin) == 0
    admin.patch(f"/users/{noah}/", {"email": "noah.b@acme.test"})
    with django_capture_on_commit_callbacks(execute=True):
        again = admin.post(f"/users/{noah}/invite-again/", {}).json()
    assert again["invitation_refused"] == ""
    assert [one.to for one in mail.outbox] == [["noah.b@acme.test"]]
