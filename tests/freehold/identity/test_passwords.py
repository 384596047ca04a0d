"""Changing a password, and choosing a new one by mail."""

import re
from typing import Any

from django.core.mail import EmailMessage

from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.browser import AUTH, Browser, signed_in
from tests.ground.people import PASSWORD

ANOTHER = "a quite different battery"


def asked_for_a_link(slug: str, email: str) -> Any:
    return Browser(slug).open().send("post", f"{AUTH}/auth/password/request", {"email": email})


def key_in(mail: EmailMessage) -> str:
    found = re.search(r"http://acme\.localhost/sign-in#password=(\S+)", str(mail.body))
    assert found, mail.body
    return found[1]


def reset(slug: str, key: str, password: str = ANOTHER) -> Any:
    body = {"key": key, "password": password}
    return Browser(slug).open().send("post", f"{AUTH}/auth/password/reset", body)


def test_changing_it_keeps_this_browser_and_ends_the_others(acme: Tenant, acme_admin: User) -> None:
    here, elsewhere = signed_in("acme"), signed_in("acme")
    body = {"current_password": PASSWORD, "new_password": ANOTHER}
    assert here.send("post", f"{AUTH}/account/password/change", body).status_code == 200
    assert here.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert Browser("acme").sign_in(acme_admin.email, ANOTHER).status_code == 200
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action="password_changed").count() == 1


def test_changing_it_needs_the_present_one_and_a_good_new_one(acme_admin: User) -> None:
    browser = signed_in("acme")
    for body in (
        {"current_password": "not it", "new_password": ANOTHER},
        {"current_password": PASSWORD, "new_password": "short"},
        {"current_password": PASSWORD, "new_password": "password1234"},
    ):
        assert browser.send("post", f"{AUTH}/account/password/change", body).status_code == 400
    assert Browser("acme").sign_in(acme_admin.email).status_code == 200


def test_the_present_one_is_no_new_one(acme_admin: User, mailoutbox: list[EmailMessage]) -> None:
    browser = signed_in("acme")
    body = {"current_password": PASSWORD, "new_password": PASSWORD}
    refused = browser.send("post", f"{AUTH}/account/password/change", body)
    assert refused.status_code == 400
    [error] = refused.json()["errors"]
    assert (error["param"], error["code"]) == ("new_password", "password_unchanged")
    assert "that you have now" in error["message"]
    asked_for_a_link("acme", acme_admin.email)
    assert reset("acme", key_in(mailoutbox[0]), PASSWORD).status_code == 400
    assert reset("acme", key_in(mailoutbox[0])).status_code == 401  # the link still works


def test_the_mailed_link_leads_to_the_tenants_host_and_works_once(
    acme: Tenant, acme_admin: User, mailoutbox: list[EmailMessage]
) -> None:
    browser = signed_in("acme")
    assert asked_for_a_link("acme", acme_admin.email).status_code == 200
    key = key_in(mailoutbox[0])
    assert mailoutbox[0].to == [acme_admin.email]
    assert reset("acme", key, "short").status_code == 400
    assert reset("acme", key).status_code == 401  # done; signing in is a step of its own
    assert not browser.is_signed_in()
    assert Browser("acme").sign_in(acme_admin.email, ANOTHER).status_code == 200
    assert reset("acme", key).status_code == 400
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action="password_reset").count() == 1


def test_the_mail_names_the_company_whose_password_it_is(
    acme_admin: User, mailoutbox: list[EmailMessage]
) -> None:
    asked_for_a_link("acme", acme_admin.email)
    [mail] = mailoutbox
    assert mail.subject == "Choose a new password for Acme GmbH on Freehold"
    assert "your account with Acme GmbH" in mail.body


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    acme_admin: User, mailoutbox: list[EmailMessage]
) -> None:
    known = asked_for_a_link("acme", acme_admin.email)
    unknown = asked_for_a_link("acme", "nobody@acme.test")
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)
    assert len(mailoutbox) == 1
