"""Where one is signed in: listed, ended, at an end by itself; codes beside the password (S04)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from freehold.identity import sightings
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.jobs.services import start_job
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.ground import people
from tests.ground.jobs import work_off

ALLAUTH = "/_allauth/browser/v1"
TOTP = f"{ALLAUTH}/account/authenticators/totp"
CODES = f"{ALLAUTH}/account/authenticators/recovery-codes"


def browser(tenant: Tenant, user: User) -> Caller:
    return callers.signed_in(tenant, user.email)


def listed(caller: Caller) -> list[dict[str, Any]]:
    response = caller.get("/me/sessions/")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def test_a_person_sees_where_they_are_signed_in_this_browser_first(
    acme: Tenant, mia: User, acme_admin: User
) -> None:
    browser(acme, acme_admin)
    first, second = browser(acme, mia), browser(acme, mia)
    assert [one["current"] for one in listed(second)] == [True, False]
    assert listed(first)[0]["id"] == listed(second)[1]["id"]
    assert listed(first)[0]["ip"] == "127.0.0.1"


def test_a_session_is_ended_from_another_and_the_trail_knows(
    acme: Tenant, mia: User, admin: Caller
) -> None:
    here, there = browser(acme, mia), browser(acme, mia)
    lost = next(one for one in listed(here) if not one["current"])
    assert here.delete(f"/me/sessions/{lost['id']}/").status_code == 204
    problem(there.get("/me/"), 401)
    assert here.get("/me/").status_code == 200
    problem(here.delete(f"/me/sessions/{lost['id']}/"), 404)
    trail = admin.get("/audit/?object=users").json()["results"]
    assert "identity.sessions.ended" in {one["action"] for one in trail}


def test_all_others_are_ended_at_once(acme: Tenant, mia: User) -> None:
    here, *others = (browser(acme, mia) for _ in range(3))
    left = here.delete("/me/sessions/")
    assert [one["current"] for one in left.json()["results"]] == [True]
    for other in others:
        problem(other.get("/me/"), 401)


def test_nobody_ends_the_sessions_of_others(acme: Tenant, mia: User, acme_admin: User) -> None:
    hers, his = browser(acme, mia), browser(acme, acme_admin)
    problem(his.delete(f"/me/sessions/{listed(hers)[0]['id']}/"), 404)
    his.delete("/me/sessions/")
    assert hers.get("/me/").status_code == 200


def test_a_new_password_takes_the_other_sessions_off_the_list(acme: Tenant, mia: User) -> None:
    here, there = browser(acme, mia), browser(acme, mia)
    changed = here.post(
        f"{ALLAUTH}/account/password/change",
        {"current_password": people.PASSWORD, "new_password": "another long passphrase"},
    )
    assert changed.status_code == 200, changed.content
    problem(there.get("/me/"), 401)
    assert [one["current"] for one in listed(here)] == [True]


@pytest.mark.parametrize(
    "given",
    [
        {"current_password": "wrong", "new_password": "another long passphrase"},
        {"current_password": people.PASSWORD, "new_password": "short"},
        {"current_password": people.PASSWORD, "new_password": "password1234"},
        {"new_password": "another long passphrase"},
    ],
)
def test_a_password_is_not_changed_without_the_former_or_to_a_weak_one(
    acme: Tenant, mia: User, given: dict[str, str]
) -> None:
    here = browser(acme, mia)
    refused = here.post(f"{ALLAUTH}/account/password/change", given)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["message"]
    browser(acme, mia)


def test_a_session_ends_when_nobody_uses_it_and_after_its_time(acme: Tenant, mia: User) -> None:
    start = timezone.now()
    idle = timedelta(hours=settings.SESSION_IDLE_HOURS)
    with time_machine.travel(start, tick=False) as clock:
        used, unused = browser(acme, mia), browser(acme, mia)
        clock.shift(idle - timedelta(minutes=5))
        assert used.get("/me/").status_code == 200
        clock.shift(timedelta(minutes=10))
        assert used.get("/me/").status_code == 200
        problem(unused.get("/me/"), 401)
        problem(unused.get("/me/"), 401)
        clock.move_to(start + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60))
        problem(used.get("/me/"), 401)


def test_seeing_a_session_again_within_a_minute_costs_no_statement(
    acme: Tenant, mia: User, django_assert_num_queries: Any
) -> None:
    here = browser(acme, mia)
    here.get("/me/")
    with in_tenant(acme), django_assert_num_queries(0):
        key = here.client.cookies["sessionid"].value
        assert sightings.saw_user(mia.id, key)


def test_what_is_over_is_forgotten_at_night(acme: Tenant, mia: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        away, out = browser(acme, mia), browser(acme, mia)
        out.client.delete(f"{ALLAUTH}/auth/session")
        clock.shift(timedelta(hours=settings.SESSION_IDLE_HOURS, minutes=1))
        here = browser(acme, mia)
        with in_tenant(acme):
            start_job("identity.sessions.forget", actor=SYSTEM)
            work_off()
            assert list(Session.objects.values_list("session_key", flat=True)) == [key_of(here)]
            assert UserSession.objects.get().session_key == key_of(here)
        assert here.get("/me/").status_code == 200
        problem(away.get("/me/"), 401)


def test_a_sign_in_costs_the_same_however_often_one_is_signed_in(acme: Tenant, mia: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser(acme, mia)
        return len(seen)

    statements()
    second = statements()
    for _ in range(5):
        browser(acme, mia)
    assert statements() == second


def test_at_a_sign_in_the_list_loses_what_ended(acme: Tenant, mia: User) -> None:
    gone = browser(acme, mia)
    with in_tenant(acme):
        Session.objects.filter(session_key=key_of(gone)).update(expire_date=timezone.now())
        browser(acme, mia)
        assert UserSession.objects.count() == 1


def key_of(caller: Caller) -> str:
    return str(caller.client.cookies["sessionid"].value)


def code_of(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    return code


def switch_on(caller: Caller) -> str:
    """The secret of the second factor, which is on from now on."""
    fresh = caller.get(TOTP)
    assert fresh.status_code == 404
    told = fresh.json()["meta"]
    assert told["totp_svg"].startswith("<?xml")
    assert "issuer=Acme" in told["totp_url"]
    assert caller.post(TOTP, {"code": "000000"}).status_code == 400
    right = {"code": code_of(told["secret"])}
    assert caller.post(TOTP, right).status_code == 401, "The password is asked for once more."
    again = caller.post(f"{ALLAUTH}/auth/reauthenticate", {"password": people.PASSWORD})
    assert again.status_code == 200, again.content
    assert caller.post(TOTP, right).status_code == 200
    return str(told["secret"])


@time_machine.travel(timezone.now(), tick=False)
def test_who_lost_the_phone_is_let_in_again_by_an_administrator(
    acme: Tenant, mia: User, admin: Caller, django_capture_on_commit_callbacks: Any
) -> None:
    here = browser(acme, mia)
    address = f"/users/{mia.id}/second-factor/"
    assert "no two-step sign-in" in problem(admin.delete(address), 409)["detail"]
    with in_tenant(acme), django_capture_on_commit_callbacks(execute=True):
        switch_on(here)
    assert admin.get(f"/users/{mia.id}/").json()["two_step"] is True
    problem(here.delete(address), 403)

    assert admin.delete(address).status_code == 204
    problem(here.get("/me/"), 401)
    assert admin.get(f"/users/{mia.id}/").json()["two_step"] is False
    assert browser(acme, mia).get("/me/").status_code == 200
    trail = admin.get("/audit/?object=users").json()["results"]
    [told] = [one for one in trail if one["action"] == "identity.user.second_factor_removed"]
    assert told["record_id"] == str(mia.id)


def test_an_administrator_switches_their_own_off_where_the_password_is_asked_for(
    acme: Tenant, acme_admin: User
) -> None:
    refused = browser(acme, acme_admin).delete(f"/users/{acme_admin.id}/second-factor/")
    assert "Settings, Security" in problem(refused, 409)["detail"]


@time_machine.travel(timezone.now(), tick=False)
def test_with_a_second_factor_the_password_alone_opens_nothing(
    acme: Tenant, mia: User, django_capture_on_commit_callbacks: Any
) -> None:
    here, there = browser(acme, mia), browser(acme, mia)
    with in_tenant(acme), django_capture_on_commit_callbacks(execute=True):
        secret = switch_on(here)
    problem(there.get("/me/"), 401)
    codes = here.get(CODES).json()["data"]["unused_codes"]
    with in_tenant(acme):
        kept = Authenticator.objects.get(user=mia, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data), "The secret is kept enciphered."

    for code in (code_of(secret), codes[0]):
        coming = Caller(callers.host_of(acme))
        coming.get(f"{ALLAUTH}/auth/session")
        half = coming.post(
            f"{ALLAUTH}/auth/login", {"email": mia.email, "password": people.PASSWORD}
        )
        assert half.status_code == 401
        assert "mfa_authenticate" in half.content.decode()
        problem(coming.get("/me/"), 401)
        wrong = coming.post(f"{ALLAUTH}/auth/2fa/authenticate", {"code": "123123"})
        assert wrong.status_code == 400
        assert coming.post(f"{ALLAUTH}/auth/2fa/authenticate", {"code": code}).status_code == 200
        assert coming.get("/me/").status_code == 200
    again = here.get(CODES).json()["data"]
    assert codes[0] not in again["unused_codes"], "A recovery code works once."
    assert here.delete(TOTP).status_code == 200
    browser(acme, mia)
