"""Operators sign in as a tenant's user: by consent, for a while, seen by everybody it concerns."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.utils import timezone

from crm_core.access.models import Role
from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants import hosts
from tenants.console.models import SupportSession
from tenants.console.tasks import measure
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

PLACE = "/operator/tenants/acme/support/"


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


@pytest.fixture
def ada(acme: Tenant, acme_admin: User) -> Caller:
    """The administrator in their own browser."""
    return callers.signed_in(acme, acme_admin.email)


def allow(ada: Caller, *, days: float = 1, writes: bool = False) -> None:
    until = (timezone.now() + timedelta(days=days)).isoformat()
    response = ada("PUT", "/support/consent/", {"until": until, "writes": writes})
    assert response.status_code == 200, response.content


def asked(platform: Caller, user: User, **more: Any) -> Any:
    return platform.post(PLACE, {"user": str(user.id), "reason": "Ticket 7", **more})


def token_of(response: Any) -> str:
    assert response.status_code == 201, response.content
    address, _, token = response.json()["address"].partition("#")
    assert address == "http://acme.localhost:8000/support"
    return str(token)


def entered(tenant: Tenant, token: str) -> Caller:
    """An operator's browser after the hand-over."""
    caller = callers.anonymous(tenant)
    response = caller.post("/support/enter/", {"token": token})
    assert response.status_code == 200, response.content
    caller.get("/_allauth/browser/v1/auth/session")
    caller.headers["X-CSRFToken"] = caller.client.cookies["csrftoken"].value
    return caller


@pytest.fixture
def looking(platform: Caller, ada: Caller, acme: Tenant, acme_admin: User) -> Caller:
    allow(ada)
    return entered(acme, token_of(asked(platform, acme_admin)))


def test_without_consent_nobody_gets_in(
    platform: Caller, acme_admin: User, settings: LazySettings
) -> None:
    told = problem(asked(platform, acme_admin), 403)
    assert "Support access" in told["detail"]
    settings.SUPPORT_WITHOUT_CONSENT = True
    assert asked(platform, acme_admin).status_code == 201
    problem(asked(platform, acme_admin, reason=" "), 422)
    problem(asked(platform, acme_admin, writes=True), 403)


def test_support_sees_what_the_user_sees_and_changes_nothing(
    looking: Caller, admin: Caller
) -> None:
    account = admin.made("/accounts/", {"name": "Initech"})
    assert looking.get(f"/accounts/{account['id']}/").json()["name"] == "Initech"
    me = looking.get("/me/").json()
    assert me["support"]["operator"] == "Olga Operator"
    assert me["support"]["writes"] is False
    assert me["support"]["back"] == "http://localhost:8000/console/tenants/acme?section=support"
    assert not me["objects"]["accounts"]["create"]
    assert "export" not in me["rights"]
    told = problem(looking.post("/accounts/", {"name": "X"}), 403)
    assert "looking on only" in told["detail"]
    problem(looking.patch(f"/accounts/{account['id']}/", {"name": "X"}), 403)
    problem(looking.delete(f"/accounts/{account['id']}/"), 403)
    problem(looking.patch("/me/", {"name": "X"}), 403)
    problem(looking.get("/accounts/export/"), 403)


def test_what_is_personal_stays_hidden(looking: Caller, ada: Caller) -> None:
    secret = ada.made("/activities/", {"kind": "note", "subject": "Diary", "is_private": True})
    assert ada.get(f"/activities/{secret['id']}/").status_code == 200
    problem(looking.get(f"/activities/{secret['id']}/"), 404)
    assert looking.get("/activities/?search=Diary").json()["results"] == []
    trail = looking.get("/audit/?search=Diary").json()["results"]
    assert trail == []
    for place in ("/me/calendar-feed/", "/me/sessions/", "/api-keys/", "/imports/"):
        problem(looking.get(place), 403)
    for place in ("account/password/change", "account/authenticators", "auth/reauthenticate"):
        for method in ("GET", "POST"):
            assert looking(method, f"/_allauth/browser/v1/{place}").status_code == 403


def test_nothing_of_the_user_s_own_sign_in_is_touched(
    platform: Caller, ada: Caller, acme: Tenant, acme_admin: User
) -> None:
    def state() -> tuple[Any, ...]:
        with in_tenant(acme):
            user = User.objects.get(id=acme_admin.id)
            return user.password, user.last_login, user.last_seen_at

    allow(ada)
    sessions = ada.get("/me/sessions/").json()["results"]
    before = state()
    looking = entered(acme, token_of(asked(platform, acme_admin)))
    looking.get("/me/")
    assert state() == before
    assert len(ada.get("/me/sessions/").json()["results"]) == len(sessions)


def test_a_token_counts_once_at_its_own_host_and_for_a_minute(
    platform: Caller, ada: Caller, acme: Tenant, globex: Tenant, acme_admin: User
) -> None:
    allow(ada)
    token = token_of(asked(platform, acme_admin))
    body = {"token": token}
    problem(callers.anonymous(globex).post("/support/enter/", body), 403)
    problem(Caller("localhost").post("/support/enter/", body), 403)
    problem(callers.anonymous(acme).post("/support/enter/", {"token": "x" * 43}), 403)
    entered(acme, token)
    problem(callers.anonymous(acme).post("/support/enter/", body), 403)
    late = {"token": token_of(asked(platform, acme_admin))}
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        problem(callers.anonymous(acme).post("/support/enter/", late), 403)
    with in_public():
        kept = SupportSession.objects.first()
        assert kept is not None
        assert token not in str(vars(kept))


def test_a_session_ends_by_itself(looking: Caller) -> None:
    assert looking.get("/me/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        problem(looking.get("/me/"), 401)
    problem(looking.get("/me/"), 401)


def test_withdrawn_consent_ends_sessions_and_waiting_tokens(
    platform: Caller, looking: Caller, ada: Caller, acme: Tenant, acme_admin: User
) -> None:
    waiting = {"token": token_of(asked(platform, acme_admin))}
    assert ada.delete("/support/consent/").json()["consent"] is None
    problem(looking.get("/me/"), 401)
    problem(callers.anonymous(acme).post("/support/enter/", waiting), 403)
    problem(asked(platform, acme_admin), 403)


def test_a_session_lasts_no_longer_than_the_consent(
    platform: Caller, ada: Caller, acme_admin: User
) -> None:
    allow(ada, days=10 / 24 / 60)
    with in_public():
        asked(platform, acme_admin)
        made = SupportSession.objects.get()
        assert made.until < timezone.now() + timedelta(minutes=11)


def test_administrators_see_who_is_in_and_end_it(
    platform: Caller, looking: Caller, ada: Caller, member: Caller, acme: Tenant
) -> None:
    (shown,) = ada.get("/me/").json()["supported"]
    assert shown["operator"] == "Olga Operator"
    assert member.get("/me/").json()["supported"] == []
    place = f"/support/sessions/{shown['id']}/end/"
    problem(member.post(place), 403)
    session = ada.post(place).json()["sessions"][0]
    assert session["ended_by"] == "Admin of Acme GmbH"
    problem(looking.get("/me/"), 401)
    assert ada.get("/me/").json()["supported"] == []
    assert platform.get(PLACE).json()["sessions"][0]["ended_at"]


def test_an_operator_ends_it_here_and_from_the_console(
    platform: Caller, looking: Caller, acme: Tenant, acme_admin: User, globex: Tenant
) -> None:
    assert looking.post("/support/leave/").status_code == 204
    problem(looking.get("/me/"), 401)
    again = entered(acme, token_of(asked(platform, acme_admin)))
    running = again.get("/me/").json()["support"]["id"]
    problem(platform.post(f"/operator/tenants/globex/support/{running}/end/"), 404)
    assert platform.post(f"{PLACE}{running}/end/").status_code == 204
    problem(again.get("/me/"), 401)


def test_where_it_is_allowed_support_changes_records_but_nothing_personal(
    platform: Caller, ada: Caller, acme: Tenant, acme_admin: User
) -> None:
    allow(ada, writes=True)
    helping = entered(acme, token_of(asked(platform, acme_admin, writes=True)))
    made = helping.made("/accounts/", {"name": "Initech"})
    with in_tenant(acme):
        told = AuditEntry.objects.filter(record_id=made["id"]).latest("id")
    assert (told.actor_name, told.source) == ("Olga Operator via support", "support")
    until = (timezone.now() + timedelta(days=30)).isoformat()
    problem(helping("PUT", "/support/consent/", {"until": until}), 403)
    problem(helping.post("/api-keys/", {"name": "X"}), 403)
    hook = {"name": "X", "url": "https://x.example/", "events": ["accounts.created"]}
    problem(helping.post("/webhooks/", hook), 403)
    problem(helping.get("/accounts/export/"), 403)


def test_support_changes_nobody_s_access_even_where_it_may_write(
    platform: Caller, ada: Caller, acme: Tenant, acme_admin: User
) -> None:
    """Otherwise a guest of half an hour could stay for ever, or undo somebody's second factor."""
    allow(ada, writes=True)
    helping = entered(acme, token_of(asked(platform, acme_admin, writes=True)))
    mia = callers.person(acme, "Mia")
    with in_tenant(acme):
        people, role = User.objects.count(), str(Role.objects.earliest("name").id)
    user = f"/users/{mia.id}/"
    for method, place, body in (
        ("POST", "/users/", {"email": "x@acme.test", "name": "X", "roles": [role]}),
        ("PATCH", user, {"roles": [role]}),
        ("PATCH", user, {"is_active": False}),
        ("DELETE", f"{user}second-factor/", None),
        ("POST", f"{user}invite-again/", None),
        ("POST", f"{user}hand-over/", {"to": str(acme_admin.id)}),
        ("POST", "/roles/", {"name": "Everything", "is_admin": True}),
        ("PATCH", f"/roles/{role}/", {"name": "Mine"}),
        ("DELETE", f"/roles/{role}/", None),
        ("POST", f"/roles/{role}/clone/", {"name": "Mine"}),
        ("POST", "/teams/", {"name": "Mine"}),
        ("POST", "/domains/", {"host": "crm.example.com"}),
    ):
        told = problem(helping(method, place, body), 403)
        assert "users, roles, teams and addresses" in told["detail"], (method, place, told)
    assert helping.get("/users/").status_code == helping.get("/roles/").status_code == 200
    with in_tenant(acme):
        assert User.objects.count() == people
        assert User.objects.get(id=mia.id).is_active


def test_in_a_suspended_workspace_support_comes_looks_and_is_put_out(
    platform: Caller, ada: Caller, acme: Tenant, acme_admin: User
) -> None:
    """That is when help is needed; and who was let in before can be put out."""
    platform.post("/operator/tenants/acme/suspend/", {"reason": "Unpaid"})
    hosts.memory.clear()
    allow(ada, writes=True)
    helping = entered(acme, token_of(asked(platform, acme_admin, writes=True)))
    assert helping.post("/accounts/", {"name": "Initech"}).status_code == 423
    running = helping.get("/me/").json()["support"]["id"]
    assert ada.post(f"/support/sessions/{running}/end/").status_code == 200
    problem(helping.get("/me/"), 401)
    assert ada.delete("/support/consent/").json()["consent"] is None


def test_both_trails_tell(
    looking: Caller, operators: Tenant, acme: Tenant, acme_admin: User
) -> None:
    with in_tenant(operators):
        opened = AuditEntry.objects.filter(action="operator.support.opened").latest("id")
        assert (opened.record_name, opened.actor_name) == ("acme", "Olga Operator")
    with in_tenant(acme):
        began = AuditEntry.objects.get(action="support.began")
        assert (began.actor_name, began.source) == ("Olga Operator via support", "support")
        assert began.record_id == acme_admin.id
        assert began.changes["reason"] == [None, "Ticket 7"]
        assert AuditEntry.objects.filter(action="support.consent_given").exists()
        assert not AuditEntry.objects.filter(action="sign_in", source="support").exists()
        assert Session.objects.exists()


def test_consent_is_given_by_administrators_for_a_bounded_time(ada: Caller, member: Caller) -> None:
    for days in (-1, 91):
        until = (timezone.now() + timedelta(days=days)).isoformat()
        problem(ada("PUT", "/support/consent/", {"until": until}), 422)
    until = (timezone.now() + timedelta(days=1)).isoformat()
    problem(member("PUT", "/support/consent/", {"until": until}), 403)
    problem(member.get("/support/"), 403)


def test_operators_see_whom_they_can_help(platform: Caller, ada: Caller, acme: Tenant) -> None:
    callers.person(acme, "Mia")
    facts = platform.get(f"{PLACE}?search=mia").json()
    assert [one["email"] for one in facts["users"]] == ["mia@acme.test"]
    assert facts["consent"] is None
    allow(ada)
    assert platform.get(PLACE).json()["consent"]["given_by"] == "Admin of Acme GmbH"
    problem(platform.post("/operator/tenants/operators/support/", {}), 422)


def test_old_sessions_are_forgotten_by_the_clock(
    platform: Caller, ada: Caller, acme_admin: User
) -> None:
    allow(ada)
    asked(platform, acme_admin)
    measure()
    with in_public():
        assert SupportSession.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=182), tick=False):
        measure()
    with in_public():
        assert not SupportSession.objects.exists()
