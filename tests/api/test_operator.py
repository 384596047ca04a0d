"""The operators' API: on the platform's own host, for those who may."""

import pytest
from django.conf import LazySettings
from django.core import mail

from freehold.identity.models import User
from tenants import hosts
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

PLACE = "/operator/tenants/"


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


def test_operators_see_all_tenants(platform: Caller, acme: Tenant) -> None:
    found = {one["slug"]: one for one in platform.get(PLACE).json()["results"]}
    assert {"acme", "globex", "operators"} <= set(found)
    assert found["acme"]["state"] == "active"
    assert platform.get(f"{PLACE}acme/").json()["domains"] == ["acme.localhost"]
    assert platform.get(f"{PLACE}?state=suspended").json()["results"] == []
    problem(platform.get(f"{PLACE}initech/"), 404)


def test_a_suspended_tenant_reads_and_does_not_write(platform: Caller, admin: Caller) -> None:
    suspended = platform.post(f"{PLACE}acme/suspend/", {"reason": "Unpaid"})
    assert suspended.json()["state"] == "suspended"
    hosts.memory.clear()
    assert admin.get("/accounts/").status_code == 200
    told = problem_without_id(admin.post("/accounts/", {"name": "X"}), 423)
    assert "Unpaid" in told["detail"]
    assert platform.post(f"{PLACE}acme/resume/").json()["state"] == "active"
    hosts.memory.clear()  # else it learns of this when the transaction commits
    assert admin.post("/accounts/", {"name": "X"}).status_code == 201


def test_in_a_suspended_tenant_readers_of_a_record_still_see_each_other(
    platform: Caller, admin: Caller
) -> None:
    record = admin.post("/accounts/", {"name": "X"}).json()["id"]
    platform.post(f"{PLACE}acme/suspend/", {"reason": "Unpaid"})
    hosts.memory.clear()
    said = admin("PUT", f"/accounts/{record}/presence/", {"tab": "a"})
    assert said.status_code == 200
    problem_without_id(admin.patch(f"/accounts/{record}/", {"name": "Y"}), 423)


def test_in_a_suspended_tenant_a_lost_key_and_other_browsers_are_shut_out(
    platform: Caller, acme: Tenant, acme_admin: User
) -> None:
    """Keys and sessions go on reading: whoever lost one must not wait until somebody has paid."""
    ada = callers.signed_in(acme, acme_admin.email)
    key = ada.made("/api-keys/", {"name": "Reports", "scopes": ["read"]})
    other = callers.signed_in(acme, acme_admin.email)
    platform.post(f"{PLACE}acme/suspend/", {"reason": "Unpaid"})
    hosts.memory.clear()
    assert ada.delete(f"/api-keys/{key['id']}/").status_code == 200
    assert ada.delete("/me/sessions/").status_code < 300
    problem_without_id(other.get("/me/"), 401)
    problem_without_id(ada.post("/api-keys/", {"name": "X", "scopes": ["read"]}), 423)


def test_in_a_suspended_tenant_nothing_is_offered_that_would_be_refused(
    platform: Caller, admin: Caller
) -> None:
    before = admin.get("/me/").json()
    platform.post(f"{PLACE}acme/suspend/", {"reason": "Unpaid"})
    hosts.memory.clear()
    shut = admin.get("/me/").json()
    assert shut["objects"]["accounts"] == {
        "create": False,
        "read": "all",
        "update": "none",
        "delete": "none",
    }
    assert set(before["rights"]) - set(shut["rights"]) == {"import", "bulk", "share", "purge"}
    described = admin.get("/objects/accounts/").json()["permissions"]
    assert described == {"create": False, "read": True, "update": False, "delete": False}
    platform.post(f"{PLACE}acme/resume/")
    hosts.memory.clear()
    assert admin.get("/me/").json()["rights"] == before["rights"]
    assert admin.get("/objects/accounts/").json()["permissions"]["create"]


def test_the_operators_trail_tells_in_words_what_was_done_to_a_tenant(
    platform: Caller, acme: Tenant
) -> None:
    reason = {"reason": "The trial is over"}
    assert platform.post(f"{PLACE}acme/close/", reason).status_code == 200
    entry = platform.get("/audit/?action=tenant.closing").json()["results"][0]
    told = {
        part["label"]: (part["from"], part["to"])
        for change in entry["changes"]
        for part in change["parts"]
    }
    assert told["State"] == ("active", "closing")
    assert "Erased on" in told


def problem_without_id(response: object, status: int) -> dict[str, str]:
    found: dict[str, str] = response.json()  # type: ignore[attr-defined]  # the test client's
    assert response.status_code == status  # type: ignore[attr-defined]  # the test client's
    return found


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"slug": "x"},
        {"slug": "Bad Slug", "name": "X", "admin_email": "x@y.test"},
        {"slug": "fine", "name": "", "admin_email": "x@y.test"},
        {"slug": "fine", "name": "X", "admin_email": "nonsense"},
        {"slug": "fine", "name": "X", "admin_email": "x@y.test", "is_operators": True},
        {"slug": "fine", "name": "X", "admin_email": "x@y.test", "currency": "euro"},
    ],
)
def test_it_says_what_is_wrong_with_a_tenant(platform: Caller, body: dict[str, object]) -> None:
    problem(platform.post(PLACE, body), 422)


def test_a_taken_address_is_refused(platform: Caller) -> None:
    body = {"slug": "acme", "name": "X", "admin_email": "x@y.test"}
    problem(platform.post(PLACE, body), 409)


def test_a_new_tenant_can_be_signed_in_to(platform: Caller) -> None:
    body = {"slug": "initech", "name": "Initech", "admin_email": "peter@initech.test"}
    made = platform.made(PLACE, body)
    assert made["domain"] == "initech.localhost"
    caller = Caller("initech.localhost")
    response = caller.post(
        "/_allauth/browser/v1/auth/login",
        {"email": "peter@initech.test", "password": made["admin_password"]},
    )
    assert response.status_code == 200


def test_the_administrator_of_a_new_tenant_is_invited_by_mail(platform: Caller) -> None:
    body = {"slug": "initech", "name": "Initech", "admin_email": "peter@initech.test"}
    made = platform.made(PLACE, {**body, "invite": True})
    assert (made["admin_password"], made["progress"]["invitation"]) == ("", "sent")
    (sent,) = mail.outbox
    assert sent.to == ["peter@initech.test"]
    assert "Olga Operator has invited you to work in Initech" in sent.body
    key = sent.body.partition("http://initech.localhost:8000/sign-in#password=")[2].split()[0]
    caller = Caller("initech.localhost")
    chosen = {"key": key, "password": "a long enough secret"}
    assert caller.post("/_allauth/browser/v1/auth/password/reset", chosen).status_code == 401
    assert callers.signed_in(
        Tenant.objects.get(slug="initech"), "peter@initech.test", chosen["password"]
    )


def test_an_invitation_that_could_not_be_mailed_is_told(
    platform: Caller, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    body = {"slug": "initech", "name": "Initech", "admin_email": "peter@initech.test"}
    made = platform.made(PLACE, {**body, "invite": True})
    assert (made["state"], made["progress"]["invitation"]) == ("active", "failed")


def test_nobody_is_mailed_where_the_password_is_told(platform: Caller) -> None:
    platform.made(PLACE, {"slug": "initech", "name": "I", "admin_email": "p@initech.test"})
    assert not mail.outbox


def test_it_is_closed_to_everybody_else(
    operators: Tenant, acme: Tenant, admin: Caller, platform: Caller
) -> None:
    plain = callers.with_key(operators, callers.person(operators, "Paul", grants=callers.MEMBER))
    for place in (PLACE, f"{PLACE}acme/"):
        problem(plain.get(place), 403)
        problem(callers.anonymous(operators).get(place), 401)
        problem(admin.get(place), 404)
        problem(callers.anonymous(acme).get(place), 404)
        problem(Caller("localhost", dict(admin.headers)).get(place), 401)
        problem(Caller("acme.localhost", dict(platform.headers)).get(place), 404)
    problem(plain.post(f"{PLACE}acme/suspend/"), 403)
    problem(plain.post(f"{PLACE}acme/resume/"), 403)
    problem(plain.post(PLACE, {"slug": "x1", "name": "X", "admin_email": "x@y.test"}), 403)


def test_only_operators_read_of_it_in_the_description(platform: Caller, admin: Caller) -> None:
    place = "/api/v1/operator/tenants/"
    assert place in platform.get("/openapi.json").json()["paths"]
    assert place not in admin.get("/openapi.json").json()["paths"]
