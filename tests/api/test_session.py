"""The session of the web app: cookies, CSRF, signing in and out, other hosts (T02, S04)."""

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.ground import people

SESSION = "/_allauth/browser/v1/auth/session"
LOGIN = "/_allauth/browser/v1/auth/login"


@pytest.fixture
def browser(acme: Tenant, acme_admin: User) -> Caller:
    return callers.signed_in(acme, acme_admin.email)


def at_other_host(caller: Caller, host: str) -> Caller:
    return Caller(host, dict(caller.headers), caller.client)


def test_signing_in_opens_the_api(browser: Caller) -> None:
    assert browser.get("/me/").status_code == 200
    assert browser.post("/accounts/", {"name": "X"}).status_code == 201


def test_wrong_credentials_are_refused_alike(acme: Tenant, acme_admin: User) -> None:
    answers = []
    for email in (acme_admin.email, "nobody@acme.test"):
        caller = Caller(callers.host_of(acme))
        caller.get(SESSION)
        answers.append(caller.post(LOGIN, {"email": email, "password": "wrong"}))
    assert [one.status_code for one in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()


def test_the_session_cookie_is_for_this_host_and_not_for_scripts(browser: Caller) -> None:
    cookie = browser.client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""
    assert browser.client.cookies["csrftoken"]["domain"] == ""


def test_production_ties_the_cookies_to_host_and_https() -> None:
    import ast
    from pathlib import Path

    from django.conf import settings

    place = Path(settings.BASE_DIR) / "platform" / "config" / "settings" / "production.py"
    told = {
        target.id: node.value.value
        for node in ast.walk(ast.parse(place.read_text()))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert told["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert told["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert told["SESSION_COOKIE_SECURE"] is True
    assert told["CSRF_COOKIE_SECURE"] is True


def test_what_cannot_be_read_is_not_blamed_on_the_csrf_token(browser: Caller) -> None:
    problem(browser.post("/roles/", {"name": "x\x00y"}), 400)


def test_writing_needs_the_csrf_token(browser: Caller) -> None:
    del browser.headers["X-CSRFToken"]
    problem(browser.post("/accounts/", {"name": "X"}), 403)
    assert browser.get("/accounts/").json()["count"] == 0


def test_writing_from_another_origin_is_refused(browser: Caller) -> None:
    response = browser.post("/accounts/", {"name": "X"}, Origin="http://evil.localhost")
    problem(response, 403)


def test_signing_out_ends_the_session_and_clears_the_browser(browser: Caller) -> None:
    kept = browser.client.cookies["sessionid"].value
    response = browser.delete(SESSION)
    assert response.status_code == 401
    assert response.headers["Clear-Site-Data"] == '"storage"'
    browser.client.cookies["sessionid"] = kept
    problem(browser.get("/me/"), 401)


def test_signing_in_makes_a_new_session(acme: Tenant, acme_admin: User) -> None:
    caller = Caller(callers.host_of(acme), client=Client())
    caller.client.cookies["sessionid"] = "fixed-by-someone-else-000000000"
    caller.get(SESSION)
    credentials = {"email": acme_admin.email, "password": people.PASSWORD}
    assert caller.post(LOGIN, credentials).status_code == 200
    assert caller.client.cookies["sessionid"].value != "fixed-by-someone-else-000000000"


def test_a_password_stored_with_other_costs_is_stored_anew_at_the_sign_in(
    acme: Tenant, mia: User, settings: LazySettings
) -> None:
    settings.PASSWORD_HASHERS = [
        "freehold.identity.hashers.PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    former = Argon2PasswordHasher().encode(people.PASSWORD, "a salt of some length")
    with in_tenant(acme):
        User.objects.filter(pk=mia.pk).update(password=former)
    assert callers.signed_in(acme, mia.email).get("/me/").status_code == 200
    with in_tenant(acme):
        stored = User.objects.get(pk=mia.pk).password
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_new_password_ends_other_sessions(acme: Tenant, mia: User) -> None:
    first, second = (callers.signed_in(acme, mia.email) for _ in range(2))
    changed = first.post(
        "/_allauth/browser/v1/account/password/change",
        {"current_password": people.PASSWORD, "new_password": "another long passphrase"},
    )
    assert changed.status_code == 200
    problem(second.get("/me/"), 401)


def test_a_deactivated_user_is_out_at_once(acme: Tenant, admin: Caller, mia: User) -> None:
    browser = callers.signed_in(acme, mia.email)
    program = callers.with_key(acme, mia)
    assert admin.patch(f"/users/{mia.id}/", {"active": False}).status_code == 200
    problem(browser.get("/me/"), 401)
    problem(program.get("/me/"), 401)


def test_nobody_signs_up_by_themselves(acme: Tenant) -> None:
    caller = Caller(callers.host_of(acme))
    response = caller.post(
        "/_allauth/browser/v1/auth/signup", {"email": "x@y.test", "password": people.PASSWORD}
    )
    assert response.status_code in (403, 404)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"email": "a\\u0000b", "password": "x"}', b"\xff"])
def test_nonsense_at_the_door_is_refused(acme: Tenant, body: bytes) -> None:
    response = Caller(callers.host_of(acme)).post(LOGIN, body)
    assert response.status_code in (400, 401)


def test_a_session_of_one_tenant_is_nothing_at_anothers_host(
    browser: Caller, globex: Tenant
) -> None:
    foreign = at_other_host(browser, callers.host_of(globex))
    problem(foreign.get("/me/"), 401)
    problem(foreign.post("/accounts/", {"name": "X"}), 401)
    assert foreign.get(SESSION).status_code == 401


def test_a_key_of_one_tenant_is_nothing_at_anothers_host(admin: Caller, globex: Tenant) -> None:
    foreign = at_other_host(admin, callers.host_of(globex))
    told = problem(foreign.get("/me/"), 401)
    assert "this workspace" in told["detail"]
    with in_tenant(globex):
        from freehold.audit.models import AuditEntry

        assert AuditEntry.objects.filter(action="identity.api_key.refused").exists()


def test_a_password_link_of_one_tenant_is_nothing_at_anothers_host(
    acme: Tenant, globex: Tenant, acme_admin: User, mailoutbox: list[object]
) -> None:
    caller = Caller(callers.host_of(acme))
    caller.post("/_allauth/browser/v1/auth/password/request", {"email": acme_admin.email})
    text = str(getattr(mailoutbox[-1], "body", ""))
    key = text.partition("/sign-in#password=")[2].split()[0].strip("/.")
    assert key
    body = {"key": key, "password": "another long passphrase"}
    place = "/_allauth/browser/v1/auth/password/reset"
    assert Caller(callers.host_of(globex)).post(place, body).status_code == 400
    assert Caller(callers.host_of(acme)).post(place, body).status_code in (200, 401)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer fh_x",
        "Bearer fh_000000000000_" + "A" * 43,
        "Basic YTpi",
        "Bearer \x00",
        "Bearer ä",
        "Token x",
        "",
    ],
)
def test_a_header_that_names_nobody_is_refused(acme: Tenant, browser: Caller, header: str) -> None:
    problem(browser.get("/me/", Authorization=header), 401)


def test_an_address_without_a_workspace_says_so(db: None, settings: LazySettings) -> None:
    response = Caller("initech.localhost").get("/me/")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
