"""F03: Redis refuses or does not answer. Records are read and written; nobody meets a defect."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import LazySettings

from config.settings.base import redis_cache
from crm_core.access.models import Role
from freehold.events.models import OutboxEvent
from freehold.identity.models import User
from freehold.redis_client import patience
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def mia_here(acme: Tenant, mia: User) -> Caller:
    """Signed in while all was well."""
    return callers.signed_in(acme, mia.email)


@pytest.fixture
def admin_here(acme: Tenant, acme_admin: User) -> Caller:
    return callers.signed_in(acme, acme_admin.email)


@pytest.fixture(params=["refuses", "hangs"])
def place(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    """Where Redis should be."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        if request.param == "hangs":
            found.listen(50)
        yield found


@pytest.fixture
def away(settings: LazySettings, place: socket.socket) -> Any:
    @contextmanager
    def begin() -> Iterator[None]:
        former, url = settings.CACHES, f"redis://127.0.0.1:{place.getsockname()[1]}/0"
        cache: dict[str, Any] = redis_cache(url)
        cache["OPTIONS"]["SOCKET_TIMEOUT"] = 0.2  # it never answers, however long one waits
        settings.CACHES = {"default": cache}
        patience.restore()
        try:
            yield
        finally:
            settings.CACHES = former
            patience.restore()

    return begin


def test_f03_records_are_read_and_written(
    acme: Tenant, mia_here: Caller, away: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with away(), django_capture_on_commit_callbacks(execute=True):
        assert mia_here.get("/me/").status_code == 200
        made = mia_here.made("/contacts/", {"last_name": "Storm"})
        changed = mia_here.patch(f"/contacts/{made['id']}/", {"title": "Captain"})
        assert changed.status_code == 200, changed.content
        listed = mia_here.get("/contacts/?fields=name,title").json()["results"]
        assert [(one["name"], one["title"]) for one in listed] == [("Storm", "Captain")]
    with in_tenant(acme):
        assert OutboxEvent.objects.filter(object="contacts").count() == 2
    assert mia_here.get(f"/contacts/{made['id']}/").json()["title"] == "Captain"


def test_f03_what_every_process_must_hear_of_is_refused_whole(
    acme: Tenant, admin_here: Caller, away: Any
) -> None:
    with in_tenant(acme):
        before = set(Role.objects.values_list("name", flat=True))
    with away():
        refused = admin_here.post("/roles/", {"name": "Late", "grants": {}})
        told = problem(refused, 503)
        assert "does not answer" in told["detail"]
        assert refused["Retry-After"] == "5"
        problem(
            admin_here.post(
                "/contacts/", {"last_name": "Once"}, **{"Idempotency-Key": "offline-12345678"}
            ),
            503,
        )
    with in_tenant(acme):
        assert set(Role.objects.values_list("name", flat=True)) == before
    assert admin_here.get("/contacts/").json()["results"] == []


def test_f03_signing_in_has_to_wait_and_says_so(acme: Tenant, mia: User, away: Any) -> None:
    coming = callers.anonymous(acme)
    coming.client.raise_request_exception = False  # as a server answers it
    coming.client.get("/_allauth/browser/v1/auth/session", headers={"host": coming.host})
    with away():
        answer = coming.post(
            "/_allauth/browser/v1/auth/login", {"email": mia.email, "password": "x" * 12}
        )
        assert "does not answer" in problem(answer, 503)["detail"]


def test_f03_an_administrators_web_app_opens(admin_here: Caller, away: Any) -> None:
    with away():
        assert admin_here.get("/me/").json()["user"]["name"] == "Admin of Acme GmbH"
        for place in ("/objects/", "/notifications/", "/views/?object=contacts", "/dashboard/"):
            assert admin_here.get(place).status_code == 200, place


def test_f03_a_server_that_hangs_is_waited_for_once(
    mia_here: Caller, away: Any, place: socket.socket
) -> None:
    with away():
        assert mia_here.get("/contacts/").status_code == 200
    assert _callers_at(place) <= 1


def _callers_at(place: socket.socket) -> int:
    place.settimeout(0)
    number = 0
    try:
        while True:
            place.accept()[0].close()
            number += 1
    except OSError:
        return number
