"""Signing in and out at a tenant's host."""

import pytest
from django.contrib.sessions.models import Session
from pytest_django.fixtures import DjangoAssertNumQueries

from freehold.audit.models import AuditEntry
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.identity.services import users
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.browser import AUTH, Browser, signed_in
from tests.ground.people import PASSWORD, email_of


def trail(tenant: Tenant) -> list[tuple[str, str]]:
    with in_tenant(tenant):
        found = AuditEntry.objects.filter(action__startswith="sign_").order_by("id")
        return list(found.values_list("action", "record_name"))


def test_a_user_signs_in_and_out_and_the_trail_tells_it(acme: Tenant, acme_admin: User) -> None:
    browser = Browser("acme")
    assert not browser.is_signed_in()
    answer = browser.sign_in(acme_admin.email)
    assert answer.status_code == 200
    assert answer.json()["data"]["user"]["id"] == str(acme_admin.id)
    assert browser.is_signed_in()
    assert browser.send("delete", f"{AUTH}/auth/session").status_code == 401
    assert not browser.is_signed_in()
    assert trail(acme) == [("sign_in", acme_admin.name), ("sign_out", acme_admin.name)]


def test_addresses_are_the_same_in_any_case_of_letters(acme_admin: User) -> None:
    assert Browser("acme").sign_in(acme_admin.email.upper()).status_code == 200


def test_a_wrong_password_is_refused_and_told_in_the_trail(acme: Tenant, acme_admin: User) -> None:
    browser = Browser("acme")
    answer = browser.sign_in(acme_admin.email, "not the password")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "email_password_mismatch"
    assert not browser.is_signed_in()
    assert trail(acme) == [("sign_in_failed", acme_admin.name)]
    with in_tenant(acme):
        assert "not the password" not in str(list(AuditEntry.objects.values()))


def test_an_unknown_address_is_answered_like_a_wrong_password(acme: Tenant) -> None:
    wrong = Browser("acme").sign_in(email_of("acme"), "not the password").json()
    unknown = Browser("acme").sign_in("nobody@acme.test", "not the password").json()
    assert unknown == wrong
    assert trail(acme)[-1] == ("sign_in_failed", "nobody@acme.test")


def test_after_five_failures_even_the_right_password_has_to_wait(acme_admin: User) -> None:
    browser = Browser("acme")
    for _ in range(5):
        browser.sign_in(acme_admin.email, "not the password")
    answer = browser.sign_in(acme_admin.email)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_someone_who_left_is_answered_like_a_wrong_password(acme: Tenant) -> None:
    with in_tenant(acme):
        bob = users.create_user(actor=SYSTEM, email="bob@acme.test", name="Bob", password=PASSWORD)
        users.deactivate_user(actor=SYSTEM, user_id=bob.id)
    answer = Browser("acme").sign_in("bob@acme.test")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "email_password_mismatch"
    assert trail(acme) == [("sign_in_failed", "Bob")]


def test_without_the_csrf_token_nothing_happens(acme_admin: User) -> None:
    browser = Browser("acme").open()
    del browser.cookies["csrftoken"]
    body = {"email": acme_admin.email, "password": PASSWORD}
    assert browser.send("post", f"{AUTH}/auth/login", body).status_code == 403
    assert not browser.is_signed_in()


def test_signing_in_gives_a_new_session(acme: Tenant, acme_admin: User) -> None:
    browser = Browser("acme").open()
    with in_tenant(acme):
        planted = browser.session
        planted["planted"] = True
        planted.save()
        browser.cookies["sessionid"] = str(planted.session_key)
    browser.sign_in(acme_admin.email)
    assert browser.cookies["sessionid"].value != planted.session_key
    with in_tenant(acme):
        assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_the_session_cookie_belongs_to_the_host_alone_and_scripts_cannot_read_it(
    acme_admin: User,
) -> None:
    cookie = signed_in("acme").cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""


@pytest.mark.parametrize("address", ["auth/signup", "account/email", "account/phone"])
def test_nobody_signs_up_or_changes_an_address_by_themselves(
    acme_admin: User, address: str
) -> None:
    body = {"email": "new@acme.test", "password": PASSWORD}
    answer = signed_in("acme").send("post", f"{AUTH}/{address}", body)
    assert answer.status_code in (403, 404, 405)


def test_a_signed_in_request_reads_neither_session_nor_user_from_the_database(
    acme_admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in("acme")
    browser.get("/api/v1/me/")
    with django_assert_num_queries(0):
        assert browser.get("/api/v1/me/").status_code == 200
