"""Long work on tenants through the operators' API: asked for, followed, fetched."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants.archives import kinds, restoring, store
from tenants.context import in_public, in_tenant
from tenants.models import Operation, Tenant
from tenants.operations import running
from tenants.services.transitions import tell_operators
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.freehold.actors import CLI

TENANT = "/operator/tenants/acme/"
OPERATIONS = "/operator/operations/"


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Operation]:
    """What workers would have been told to do."""
    found: list[Operation] = []
    monkeypatch.setattr(running, "send", found.append)
    return found


def asked(platform: Caller, place: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    response = platform.post(place, body or {})
    assert response.status_code == 202, response.content
    told: dict[str, Any] = response.json()
    assert response["Location"] == f"/api/v1{OPERATIONS}{told['id']}/"
    return told


@pytest.mark.parametrize(
    ("place", "body", "kind", "tenant"),
    [
        ("export/", {}, "export", "acme"),
        ("clone/", {"slug": "acme-sandbox"}, "clone", "acme-sandbox"),
        ("erase/", {"confirm": "acme"}, "erase", "acme"),
    ],
)
def test_what_was_asked_for_waits_and_is_listed(
    platform: Caller, place: str, body: dict[str, Any], kind: str, tenant: str
) -> None:
    told = asked(platform, f"{TENANT}{place}", body)
    assert (told["kind"], told["state"], told["tenant"]) == (kind, "waiting", tenant)
    assert platform.get(f"{OPERATIONS}{told['id']}/").json() == told
    assert platform.get(OPERATIONS).json()["results"] == [told]
    assert platform.get(f"{OPERATIONS}?kind=rollout").json()["results"] == []
    again = problem(platform.post(f"{TENANT}{place}", body), 409)
    assert "being done already" in again["detail"]


@pytest.mark.parametrize(
    ("place", "body", "status"),
    [
        ("erase/", {"confirm": "globex"}, 422),
        ("erase/", {}, 422),
        ("clone/", {"slug": "globex"}, 409),
        ("clone/", {"slug": "www"}, 422),
        ("move/", {"database": "default"}, 409),
        ("move/", {"database": "mars"}, 422),
        ("move/", {}, 422),
        ("replace/", {"archive": "01a2219b-0000-7000-8000-000000000000"}, 404),
        ("replace/confirm/", {}, 409),
        ("replace/undo/", {}, 409),
    ],
)
def test_what_can_t_be_done_is_refused_at_once(
    platform: Caller, place: str, body: dict[str, Any], status: int
) -> None:
    problem(platform.post(f"{TENANT}{place}", body), status)
    assert platform.get(OPERATIONS).json()["results"] == []


@pytest.mark.parametrize("place", ["erase/", "clone/"])
def test_the_operators_own_tenant_is_not_for_this(platform: Caller, place: str) -> None:
    body = {"confirm": "operators"} if place == "erase/" else {"slug": "copy"}
    problem(platform.post(f"/operator/tenants/operators/{place}", body), 409)


def test_a_move_is_asked_for(
    platform: Caller, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES, "eu", settings.DATABASES["default"])
    monkeypatch.setitem(settings.REGIONS, "eu", "Frankfurt")
    choices = platform.get("/operator/tenant-choices/").json()
    assert {"name": "eu", "region": "Frankfurt"} in choices["databases"]
    assert "Frankfurt" in choices["regions"]
    told = asked(platform, f"{TENANT}move/", {"database": "eu"})
    assert (told["kind"], told["state"], told["tenant"]) == ("move", "waiting", "acme")
    problem(platform.post("/operator/tenants/operators/move/", {"database": "eu"}), 409)


class TestArchive:
    @pytest.fixture
    def told_before(self, operators: Tenant) -> list[int]:
        """Entries of the operators' trail that other tests left."""
        with in_tenant(operators):
            return list(AuditEntry.objects.values_list("id", flat=True))

    @pytest.fixture
    def exported(self, platform: Caller, told_before: list[int]) -> Iterator[dict[str, Any]]:
        told = asked(platform, f"{TENANT}export/")
        done = running.carry_out(Operation.objects.get(id=told["id"]).id)
        yield platform.get(f"{OPERATIONS}{done.id}/").json()
        store.forget(done.id)

    def test_it_is_downloaded_and_that_is_told(
        self,
        exported: dict[str, Any],
        platform: Caller,
        operators: Tenant,
        told_before: list[int],
    ) -> None:
        assert exported["state"] == "done"
        response = platform.get(f"{OPERATIONS}{exported['id']}/archive/")
        content = b"".join(response.streaming_content)
        assert len(content) == exported["result"]["bytes"]
        assert "manifest.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
        with in_tenant(operators):
            told = AuditEntry.objects.filter(object="tenants").exclude(id__in=told_before)
            assert list(told.values_list("action", flat=True)) == [
                "tenant.exported",
                "tenant.archive_downloaded",
            ]

    def test_a_restore_of_it_is_asked_for(self, exported: dict[str, Any], platform: Caller) -> None:
        place = f"{OPERATIONS}{exported['id']}/restore/"
        problem(platform.post(place, {}), 409)
        told = asked(platform, place, {"slug": "acme-of-may", "name": "Acme as of May"})
        assert (told["kind"], told["tenant"]) == ("restore", "acme-of-may")
        told = asked(platform, f"{TENANT}replace/", {"archive": exported["id"]})
        assert (told["kind"], told["tenant"]) == ("restore", "acme")

    def test_it_takes_another_tenant_s_place_only_where_that_is_said(
        self, exported: dict[str, Any], platform: Caller
    ) -> None:
        place = "/operator/tenants/globex/replace/"
        refused = problem(platform.post(place, {"archive": exported["id"]}), 409)
        assert refused["code"] == "other_tenant"
        problem(platform.post(place, {"archive": exported["id"], "of": "initech"}), 409)
        assert Operation.objects.filter(kind="restore").count() == 0
        told = asked(platform, place, {"archive": exported["id"], "of": "acme"})
        assert (told["kind"], told["tenant"]) == ("restore", "globex")

    def test_one_of_an_erased_tenant_is_not_the_next_one_s_at_its_address(
        self, exported: dict[str, Any], platform: Caller, acme: Tenant
    ) -> None:
        """Another company has the address now: its people must not get what was the former's."""
        Tenant.objects.filter(id=acme.id).update(slug="erased-acme", state="erased")
        Tenant.objects.filter(slug="globex").update(slug="acme")
        body = {"archive": exported["id"]}
        refused = problem(platform.post(f"{TENANT}replace/", body), 409)
        assert refused["code"] == "other_tenant"
        assert "another tenant that had the address “acme”" in refused["detail"]
        assert platform.get(f"{OPERATIONS}?tenant=acme").json()["results"] == []
        assert len(platform.get(OPERATIONS).json()["results"]) == 1
        told = asked(platform, f"{TENANT}replace/", {**body, "of": "acme"})
        assert (told["kind"], told["tenant"]) == ("restore", "acme")

    def test_it_goes_after_some_days(self, exported: dict[str, Any], platform: Caller) -> None:
        Operation.objects.update(ended_at="2020-01-01T00:00Z")
        assert [str(id) for id in store.forget_old()] == [exported["id"]]
        assert store.forget_old() == []
        gone = problem(platform.get(f"{OPERATIONS}{exported['id']}/archive/"), 404)
        assert "Make a new one" in gone["detail"]


def test_an_erasure_that_failed_says_why(
    platform: Caller, monkeypatch: pytest.MonkeyPatch, sent: list[Operation]
) -> None:
    def fails(*given: Any, **more: Any) -> Any:
        raise OSError("the storage is away")

    monkeypatch.setattr(kinds, "erase_tenant", fails)
    told = asked(platform, f"{TENANT}erase/", {"confirm": "acme"})
    with pytest.raises(OSError, match="away"):
        running.carry_out(Operation.objects.get(id=told["id"]).id)
    shown = platform.get(f"{OPERATIONS}{told['id']}/").json()
    assert (shown["state"], shown["error"]) == ("failed", "OSError: the storage is away")


class TestRollouts:
    PLACE = "/operator/rollouts/"

    def test_where_everybody_is(self, platform: Caller) -> None:
        Tenant.objects.filter(slug="globex").update(
            schema_version="00001-abcdefabcdef", schema_state="failed", schema_error="Broken."
        )
        found = platform.get(self.PLACE).json()
        assert (found["behind"], found["paused"], found["recent"]) == (1, False, [])
        assert [(one["tenants"], one["is_current"]) for one in found["versions"]] == [
            (2, True), (1, False),
        ]  # fmt: skip
        assert (found["failed"][0]["slug"], found["failed"][0]["error"]) == ("globex", "Broken.")

    def test_one_is_started_paused_resumed_and_stopped(
        self, platform: Caller, sent: list[Operation]
    ) -> None:
        told = asked(platform, self.PLACE, {"retry_failed": True, "connections": 4})
        assert (told["kind"], told["state"]) == ("rollout", "waiting")
        assert Operation.objects.get().wishes["connections"] == 4
        problem(platform.post(self.PLACE, {}), 409)
        one = f"{self.PLACE}{told['id']}/"
        assert platform.post(f"{one}pause/").json()["id"] == told["id"]
        assert platform.get(self.PLACE).json()["paused"]
        assert platform.post(f"{one}resume/").status_code == 200
        assert not platform.get(self.PLACE).json()["paused"]
        assert not platform.get(self.PLACE).json()["stopping"]
        for _twice in range(2):
            assert platform.post(f"{one}stop/").status_code == 200
        assert platform.get(self.PLACE).json()["stopping"]
        for other in ("pause", "resume"):
            assert "being stopped" in problem(platform.post(f"{one}{other}/"), 409)["detail"]
        assert platform.get(self.PLACE).json()["stopping"]
        Operation.objects.update(state="done")
        problem(platform.post(f"{one}pause/"), 409)

    @pytest.mark.parametrize("body", [{"connections": 0}, {"connections": 99}, {"only": "acme"}])
    def test_nonsense_is_refused(self, platform: Caller, body: dict[str, Any]) -> None:
        problem(platform.post(self.PLACE, body), 422)


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["Archive of", "Made on", "Rows", "Files", "Rows left out"]),
        ("de", ["Archiv von", "Erstellt am", "Zeilen", "Dateien", "Ausgelassene Zeilen"]),
    ],
)
def test_the_operators_trail_tells_of_a_restore_in_words(
    platform: Caller, operators: Tenant, language: str, labels: list[str]
) -> None:
    restored = {"rows": 812, "files": 3, "left_out": {"identity_apikey": 2, "django_session": 1}}
    trail = restoring.in_trail(
        {**restored, "made_at": "2026-05-01T10:00:00+00:00", "from": "globex"}
    )
    with in_public():
        tell_operators(operators, "tenant.restored", actor=CLI, changes=trail)
    entry = platform.get("/audit/", Accept_Language=language).json()["results"][0]
    parts = [part for change in entry["changes"] for part in change["parts"]]
    told = ["globex", "2026-05-01T10:00:00+00:00", 812, 3, 3]
    assert {part["label"]: part["to"] for part in parts} == dict(zip(labels, told, strict=True))
