"""The stream of events: what it tells whom, when it ends, and that waiting costs nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.utils import timezone

from crm_core.access.services import roles
from freehold.events.services import emit
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.live import hub as hubs
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.services.lifecycle import suspend_tenant
from tests.api import callers
from tests.api.callers import Caller
from tests.freehold.live.conftest import Browser, Open, Refused
from tests.ground.people import PASSWORD
from tests.ground.workers import wait_until

Committing = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Committing:
    """What waits for the commit happens at the end of the block, as the test never commits."""

    def block() -> AbstractContextManager[list[Callable[[], Any]]]:
        context: AbstractContextManager[list[Callable[[], Any]]] = (
            django_capture_on_commit_callbacks(execute=True)
        )
        return context

    return block


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


@pytest.fixture
def own_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub of the test's own, so that its limits are counted from zero."""
    monkeypatch.setattr(hubs, "_hubs", {})


def stream(opened: Open, caller: Caller) -> Browser:
    """An open stream that has been greeted."""
    found = opened(caller)
    assert isinstance(found, Browser)
    status, headers = found.head()
    assert status == 200
    assert headers["Content-Type"] == "text/event-stream"
    assert headers["X-Accel-Buffering"] == "no"
    assert found.event()[0] == "state"
    return found


def test_it_tells_that_an_object_changed_and_nothing_more(
    opened: Open, admin: Caller, committing: Committing
) -> None:
    browser = stream(opened, admin)
    with committing():
        made = admin.made("/accounts/", {"name": "Very Secret Ltd"})
    event, said = browser.event()
    assert event == "changed"
    assert list(said) == ["accounts"]
    assert made["id"] not in str(said)
    assert "Secret" not in str(said)


def test_a_new_stream_begins_with_the_latest_token_of_each_object_and_the_workspace_s_state(
    opened: Open, admin: Caller, committing: Committing
) -> None:
    browser = stream(opened, admin)
    with committing():
        admin.made("/accounts/", {"name": "Initech"})
    _, said = browser.event()
    later = opened(admin)
    assert isinstance(later, Browser)
    later.head()
    assert later.event() == ("state", {**said, ":workspace": "active"})


def test_another_tenant_hears_nothing(
    opened: Open, admin: Caller, stranger: Caller, committing: Committing
) -> None:
    browser = stream(opened, stranger)
    with committing():
        admin.made("/accounts/", {"name": "Initech"})
    with committing():
        stranger.made("/leads/", {"last_name": "Theirs"})
    event, said = browser.event()
    assert (event, list(said)) == ("changed", ["leads"])


def test_of_an_object_that_no_role_opens_nothing_is_heard(
    opened: Open, acme: Tenant, admin: Caller, committing: Committing
) -> None:
    with committing():
        grants = {"contacts": {"create": False, "read": "own", "update": "none", "delete": "none"}}
        mia = callers.with_key(acme, callers.person(acme, "Mia", grants=grants))
    browser = stream(opened, mia)
    with committing():
        admin.made("/accounts/", {"name": "Initech"})
        admin.made("/contacts/", {"last_name": "Doe"})
    event, said = browser.event()
    assert (event, list(said)) == ("changed", ["contacts"])


def test_what_is_taken_back_is_never_told(
    opened: Open, acme: Tenant, admin: Caller, committing: Committing
) -> None:
    browser = stream(opened, admin)
    with committing(), in_tenant(acme):
        with transaction.atomic():
            emit("crm.accounts.updated", actor=SYSTEM, object="accounts")
            transaction.set_rollback(True)
        emit("crm.leads.updated", actor=SYSTEM, object="leads")
    assert list(browser.event()[1]) == ["leads"]


def test_a_transaction_tells_of_each_object_once(acme: Tenant, committing: Committing) -> None:
    with committing() as calls, in_tenant(acme):
        for _ in range(5):
            emit("other.happened", actor=SYSTEM, object="accounts")
            with transaction.atomic():
                emit("other.happened", actor=SYSTEM, object="accounts")
    assert len(calls) == 1


def test_changed_rights_end_every_stream_of_the_tenant(
    opened: Open, acme: Tenant, admin: Caller, stranger: Caller, committing: Committing
) -> None:
    browser, theirs = stream(opened, admin), stream(opened, stranger)
    with committing(), in_tenant(acme):
        roles.create_role(actor=SYSTEM, values={"name": "New", "grants": {}})
    assert browser.event() == ("end", {"why": "rights"})
    assert browser.event() == ("closed", None)
    with committing():
        stranger.made("/leads/", {"last_name": "Theirs"})
    assert theirs.event()[0] == "changed"


def test_a_changed_password_ends_the_streams_of_former_sessions_and_tells_nobody_else(
    opened: Open, acme: Tenant, acme_admin: User, admin: Caller, committing: Committing
) -> None:
    """Told of it, the browser that changes it would ask anew before it has its new session."""
    here, elsewhere = (callers.signed_in(acme, acme_admin.email) for _ in range(2))
    theirs, colleague = stream(opened, elsewhere), stream(opened, admin)
    given = {"current_password": PASSWORD, "new_password": "a quite different battery"}
    with committing():
        changed = here.post("/_allauth/browser/v1/account/password/change", given)
    assert changed.status_code == 200
    assert theirs.event() == ("end", {"why": "session"})
    with committing():
        admin.made("/leads/", {"last_name": "Still"})
    assert colleague.event()[0] == "changed"


def test_signing_out_ends_the_streams_of_that_session_alone(
    opened: Open, acme: Tenant, acme_admin: User, committing: Committing
) -> None:
    one, other = (callers.signed_in(acme, acme_admin.email) for _ in range(2))
    browser, elsewhere = stream(opened, one), stream(opened, other)
    with committing():
        one.delete("/_allauth/browser/v1/auth/session")
    assert browser.event() == ("end", {"why": "session"})
    with committing():
        other.made("/leads/", {"last_name": "Still"})
    assert elsewhere.event()[0] == "changed"


def test_one_that_opens_while_the_tenant_is_suspended_begins_with_that(
    opened: Open,
    acme: Tenant,
    admin: Caller,
    committing: Committing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = hubs.Hub.begin

    def suspended(*arguments: Any) -> None:
        with committing():
            suspend_tenant(acme.slug, actor=SYSTEM)
        begin(*arguments)

    monkeypatch.setattr(hubs.Hub, "begin", suspended)
    browser = opened(admin)
    assert isinstance(browser, Browser)
    browser.head()
    event, said = browser.event()
    assert (event, said[":workspace"]) == ("state", "suspended")


def test_suspending_the_tenant_ends_its_streams_and_opens_no_new_one(
    opened: Open, acme: Tenant, admin: Caller, committing: Committing
) -> None:
    browser = stream(opened, admin)
    with committing():
        suspend_tenant(acme.slug, actor=SYSTEM)
    assert browser.event() == ("end", {"why": "workspace"})
    assert isinstance(again := opened(admin), Refused)
    assert again.status == 204


def test_a_stranger_gets_no_stream(opened: Open, acme: Tenant) -> None:
    assert isinstance(found := opened(callers.anonymous(acme)), Refused)
    assert found.status == 401


@pytest.mark.usefixtures("own_hub")
def test_when_all_places_are_taken_it_says_when_to_come_again(
    opened: Open, admin: Caller, settings: LazySettings
) -> None:
    settings.LIVE_STREAMS = 1
    browser = stream(opened, admin)
    assert isinstance(found := opened(admin), Refused)
    assert found.status == 503
    assert int(found.headers["Retry-After"]) >= 30
    browser.sock.close()


@pytest.mark.usefixtures("own_hub")
def test_one_person_does_not_take_the_places_of_others(
    opened: Open, acme: Tenant, admin: Caller, settings: LazySettings
) -> None:
    other = callers.with_key(acme, callers.person(acme, "Mia", grants=callers.MEMBER))
    settings.LIVE_STREAMS_EACH = 1
    stream(opened, admin)
    assert isinstance(found := opened(admin), Refused)
    assert found.status == 503
    stream(opened, other)


@pytest.mark.usefixtures("own_hub")
def test_a_closed_browser_gives_its_place_back(
    opened: Open, admin: Caller, settings: LazySettings
) -> None:
    settings.LIVE_STREAMS = 1
    for _ in range(3):
        browser = stream(opened, admin)
        browser.sock.close()
        wait_until(lambda: hubs.hub().open == 0)


def test_it_costs_the_same_however_much_changed(
    opened: Open, admin: Caller, django_assert_num_queries: Any
) -> None:
    """What it asks is who is calling; the stream itself asks the database nothing."""
    stream(opened, admin)
    with django_assert_num_queries(0):
        stream(opened, admin)
    assert connection.schema_name == "public"  # type: ignore[attr-defined]  # django-tenants


def test_browsers_of_every_tenant_hear_that_something_was_announced(
    opened: Open, admin: Caller, stranger: Caller, platform: Caller, committing: Committing
) -> None:
    browsers = [stream(opened, admin), stream(opened, stranger)]
    with committing():
        until = (timezone.now() + timedelta(hours=1)).isoformat()
        given = {"texts": {"en": "Hello"}, "shown_until": until}
        assert platform.post("/operator/announcements/", given).status_code == 201
    assert [one.event() for one in browsers] == [("me", {}), ("me", {})]


def test_where_streams_are_switched_off_there_is_none(
    opened: Open, admin: Caller, stranger: Caller, platform: Caller, committing: Committing
) -> None:
    browser = stream(opened, admin)
    with committing():
        platform.patch("/operator/feature-flags/live_streams/", {"excluded": ["acme"]})
    assert browser.event() == ("me", {})
    refused = opened(admin)
    assert isinstance(refused, Refused)
    assert refused.status == 204
    assert stream(opened, stranger)
