"""Ending mails from the mail itself: by the mail program's one click, or by a page that asks."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from crm_core.notices.choices import Mails
from crm_core.notices.services.mailing import send
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.services.lifecycle import resume_tenant, suspend_tenant
from tests.api import callers

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mia(acme: Tenant) -> User:
    return callers.person(acme, "Mia")


def mailed(tenant: Tenant, user: User, mails: Mails) -> EmailMultiAlternatives:
    with in_tenant(tenant):
        assert send(user, mails, "notices/email/notices", "Hi", {"lines": []})
    return mail.outbox[-1]  # type: ignore[return-value]  # we send no other kind


def path_in(message: EmailMultiAlternatives) -> str:
    address: str = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in message.body
    return "/" + address.split("/", 3)[3]


def call(tenant: Tenant, path: str, body: dict[str, str] | None = None) -> Any:
    """As a mail provider, without cookies; Django would refuse a POST without a CSRF token."""
    host = {"host": callers.anonymous(tenant).host}
    client = Client(enforce_csrf_checks=True)
    return client.get(path, headers=host) if body is None else client.post(path, body, headers=host)


def settings_of(tenant: Tenant, user: User) -> dict[str, Any]:
    told: dict[str, Any] = (
        callers.signed_in(tenant, user.email).get("/me/notification-settings/").json()
    )
    return told


def test_one_click_of_a_mail_program_ends_the_mail_about_the_day(acme: Tenant, mia: User) -> None:
    message = mailed(acme, mia, Mails.DAY)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = path_in(message)
    assert call(acme, path, ONE_CLICK).status_code == 200
    assert settings_of(acme, mia)["digest"] is False
    assert call(acme, path, ONE_CLICK).status_code == 200


def test_notifications_then_come_in_the_app_alone(acme: Tenant, mia: User) -> None:
    browser = callers.signed_in(acme, mia.email)
    browser.patch("/me/notification-settings/", {"kinds": {"assigned": "email", "shared": "off"}})
    assert call(acme, path_in(mailed(acme, mia, Mails.NOTICES)), ONE_CLICK).status_code == 200
    told = settings_of(acme, mia)
    assert (told["kinds"]["assigned"], told["kinds"]["shared"]) == ("app", "off")
    assert told["digest"] is True


def test_looking_at_the_page_changes_nothing(acme: Tenant, mia: User) -> None:
    path = path_in(mailed(acme, mia, Mails.DAY))
    page = call(acme, path)
    assert page.status_code == 200
    assert mia.email in page.content.decode()
    assert call(acme, path, {"something": "else"}).status_code == 400
    assert settings_of(acme, mia)["digest"] is True


def test_the_link_works_at_no_other_tenants_host_and_not_when_touched(
    acme: Tenant, globex: Tenant, mia: User
) -> None:
    path = path_in(mailed(acme, mia, Mails.DAY))
    other = path_in(mailed(acme, mia, Mails.NOTICES))
    assert call(globex, path, ONE_CLICK).status_code == 404
    assert call(globex, path).status_code == 404
    signature = path.rstrip("/").rpartition(":")[2]
    mixed = f"{other.rstrip('/').rpartition(':')[0]}:{signature}/"
    for wrong in (path.replace(":", "x:", 1), mixed, "/unsubscribe/x/"):
        assert call(acme, wrong, ONE_CLICK).status_code == 404
    assert settings_of(acme, mia)["digest"] is True


def test_it_is_heard_in_a_suspended_workspace_and_stands_in_the_trail(
    acme: Tenant, mia: User, admin: callers.Caller
) -> None:
    path = path_in(mailed(acme, mia, Mails.DAY))
    suspend_tenant(acme.slug, actor=SYSTEM, reason="Invoices are unpaid.")
    assert call(acme, path, ONE_CLICK).status_code == 200
    resume_tenant(acme.slug, actor=SYSTEM)
    assert settings_of(acme, mia)["digest"] is False
    [entry] = admin.get(f"/audit/?about={mia.id}&action=identity.user.updated").json()["results"]
    assert entry["actor"]["name"] == "Mia"
