"""Rate limits: told in every answer, kept per user, key and tenant."""

import pytest
import time_machine
from django.conf import LazySettings

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def three_a_minute(settings: LazySettings) -> None:
    settings.API_RATE_LIMIT_USER = "3/min"


def test_every_answer_tells_what_is_left(admin: Caller, three_a_minute: None) -> None:
    with time_machine.travel("2026-03-31T09:30:20Z", tick=False):
        response = admin.get("/me/")
    policy = '"key";q=3;w=60, "tenant";q=12000;w=60'
    assert response.headers["RateLimit-Policy"] == policy
    assert response.headers["RateLimit"] == '"key";r=2;t=40, "tenant";r=11999;t=40'


def test_too_many_calls_are_refused_until_the_window_is_over(
    admin: Caller, three_a_minute: None
) -> None:
    with time_machine.travel("2026-03-31T09:30:20Z", tick=False) as clock:
        statuses = [admin.get("/me/").status_code for _ in range(3)]
        refused = admin.get("/me/")
        clock.shift(40)
        later = admin.get("/me/")
    assert statuses == [200, 200, 200]
    told = problem(refused, 429)["detail"]
    assert told == "This API key may make 3 calls in 1 minute. Try again in 40 seconds."
    assert refused.headers["Retry-After"] == "40"
    assert refused.headers["RateLimit"].startswith('"key";r=0;t=40')
    assert later.status_code == 200


def test_one_users_calls_do_not_count_for_another(
    admin: Caller, member: Caller, three_a_minute: None
) -> None:
    with time_machine.travel("2026-03-31T09:30:20Z", tick=False):
        for _ in range(4):
            admin.get("/me/")
        assert member.get("/me/").status_code == 200


def test_all_calls_count_for_the_tenant_and_for_no_other(
    acme: Tenant,
    acme_admin: User,
    admin: Caller,
    member: Caller,
    stranger: Caller,
    settings: LazySettings,
) -> None:
    settings.API_RATE_LIMIT_TENANT = "3/min"
    with time_machine.travel("2026-03-31T09:30:20Z", tick=False):
        assert [caller.get("/me/").status_code for caller in (admin, member, admin)] == [200] * 3
        problem(member.get("/me/"), 429)
        assert stranger.get("/me/").status_code == 200


def test_a_browser_is_counted_by_its_user(acme: Tenant, mia: User, three_a_minute: None) -> None:
    browser = callers.signed_in(acme, mia.email)
    assert browser.get("/me/").headers["RateLimit"].startswith('"user";r=2')
