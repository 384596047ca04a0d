"""The command line: what it prints, for people and programs, and how it exits."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from freehold.identity.models import User
from tenants import hosts, tasks
from tenants.choices import TenantState
from tenants.context import in_tenant
from tenants.models import Domain, Operation, Tenant
from tenants.provisioning import replay, seeding
from tenants.provisioning.orders import Order
from tests.ground import people


def run(*arguments: str, command: str = "tenant") -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def answer(*arguments: str, command: str = "tenant") -> Any:
    return json.loads(run(*arguments, "--json", command=command))


CREATE = ("create", "initech", "--name", "Initech", "--admin-email", "bill@initech.test")


def test_create_tells_where_and_the_password_once(db: None) -> None:
    made = answer(*CREATE, "--plan", "enterprise", "--time-zone", "Europe/Berlin")
    assert (made["domain"], made["state"], made["plan"]) == (
        "initech.localhost", "active", "enterprise",
    )  # fmt: skip
    with in_tenant("initech") as tenant:
        assert tenant.time_zone == "Europe/Berlin"
        assert User.objects.get().check_password(made["admin_password"])


def test_create_in_words(db: None) -> None:
    said = run(*CREATE)
    assert said.startswith(
        "Initech is at http://initech.localhost:8000/ where bill@initech.test signs in"
    )


def test_a_given_password_is_not_repeated(db: None) -> None:
    made = answer(*CREATE, "--admin-password", "a long password of mine")
    assert "admin_password" not in made
    assert "a long password" not in json.dumps(made)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("create", "acme", *CREATE[2:]), "is taken"),
        (("create", "www", *CREATE[2:]), "is reserved"),
        (("create", "Bad_Slug", *CREATE[2:]), "2 to 40 characters"),
        ((*CREATE[:5], "nobody"), "not an e-mail address"),
        (("show", "nobody"), "There is no tenant"),
        (("suspend", "nobody"), "There is no tenant"),
        (("erase", "acme"), "Add --yes acme"),
        (("erase", "operators", "--yes", "operators"), "can't be erased"),
    ],
)
def test_a_refusal_is_one_line(acme: Tenant, arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason) as refused:
        run(*arguments)
    assert "\n" not in str(refused.value)


def test_list_and_show(acme: Tenant, globex: Tenant) -> None:
    listed = answer("list")["results"]
    assert [one["slug"] for one in listed] == ["acme", "globex", "operators"]
    assert all(one["up_to_date"] for one in listed)
    assert "globex.localhost" in run("list")
    assert answer("list", "--state", "suspended") == {"results": []}
    assert run("list", "--state", "suspended") == "There are no tenants."
    shown = answer("show", "acme")
    assert (shown["schema"], shown["domains"]) == (acme.schema_name, ["acme.localhost"])
    assert shown["tables"] > 20
    assert "acme.localhost" in run("show", "acme")


def test_suspend_and_resume(acme: Tenant) -> None:
    assert answer("suspend", "acme", "--reason", "Unpaid")["state_reason"] == "Unpaid"
    assert run("resume", "acme") == "acme is active."
    acme.refresh_from_db()
    assert (acme.state, acme.state_reason) == (TenantState.ACTIVE, "")


def test_migrate_has_nothing_to_do(acme: Tenant) -> None:
    assert answer("migrate")["migrated"] == []


@pytest.mark.parametrize("signal", ["--stop", "--pause", "--resume"])
def test_a_signal_that_no_rollout_would_hear_is_refused(acme: Tenant, signal: str) -> None:
    with pytest.raises(CommandError, match=r"No rollout is running\."):
        run("migrate", signal)
    Operation.objects.create(kind="rollout", state="running")
    assert "rollout" in run("migrate", signal)


@pytest.mark.parametrize("wish", ["--only", "--canary"])
def test_a_mistyped_tenant_is_not_nothing_to_do(acme: Tenant, wish: str) -> None:
    with pytest.raises(CommandError, match="There is no tenant “acmee”"):
        run("migrate", wish, "acmee")


@pytest.fixture
def doomed(committed_db: None, tmp_path: Path, settings: LazySettings) -> Iterator[Tenant]:
    settings.MEDIA_ROOT = tmp_path
    tenant = people.provisioned(f"doomed-{uuid4().hex[:8]}", "Doomed")
    yield tenant
    Tenant.objects.filter(id=tenant.id).delete()


def test_erase_removes_everything_and_certifies_it(doomed: Tenant, tmp_path: Path) -> None:
    with in_tenant(doomed):
        default_storage.save("contract.txt", ContentFile(b"secret"))
    certificate = answer("erase", doomed.slug, "--yes", doomed.slug)
    assert certificate["rows"]["identity_user"] == 1
    assert certificate["domains"] == [f"{doomed.slug}.localhost"]
    assert not replay.schema_exists(doomed.schema_name)
    assert not Domain.objects.filter(domain=f"{doomed.slug}.localhost").exists()
    assert not list(tmp_path.rglob("*.txt"))
    tombstone = Tenant.objects.get(id=doomed.id)
    assert (tombstone.state, tombstone.name) == (TenantState.ERASED, "")
    assert doomed.slug not in json.dumps(tombstone.progress)
    shown = run("certificate", certificate["id"])
    assert not {"{", "["} & set(shown)
    assert f"domains          {doomed.slug}.localhost" in shown.splitlines()
    assert "  identity_user" in shown
    again = people.provisioned(doomed.slug, "Again")
    people.drop(again)


class TestInBackground:
    """Provisioning as a job: the address at once, the rest by a worker."""

    def test_the_row_shows_the_progress(
        self, db: None, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            tenant = tasks.start_provisioning("initech", "Initech", Order("bill@initech.test"))
        assert (tenant.state, tenant.progress["step"]) == ("provisioning", "reserved")
        tasks.provision(str(tenant.id))
        tasks.provision(str(tenant.id))
        tenant.refresh_from_db()
        assert (tenant.state, tenant.progress["step"]) == ("active", "ready")

    def test_a_lost_one_is_found(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        tenant = tasks.start_provisioning("initech", "Initech", Order("bill@initech.test"))
        sent: list[str] = []
        monkeypatch.setattr(tasks.provision, "delay", sent.append)
        tasks.finish_unfinished()
        assert sent == []
        Tenant.objects.filter(id=tenant.id).update(created_at="2020-01-01T00:00Z")
        tasks.finish_unfinished()
        assert sent == [str(tenant.id)]


class TestSetUp:
    """`setup_installation`: what is missing is made, what is there stays."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, settings: LazySettings) -> None:
        settings.VAR_DIR = tmp_path

    def test_nothing_to_do(self, operators: Tenant, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(12):
            found = answer(command="setup_installation")
        assert found == {"changed": False, "sign_ins": [], "fenced": []}
        assert run(command="setup_installation") == "Everything is up to date."

    def test_it_makes_the_operators_tenant_and_keeps_the_sign_in(
        self, operators: Tenant, tmp_path: Path
    ) -> None:
        Tenant.objects.filter(id=operators.id).update(slug="former", is_operators=False)
        Domain.objects.filter(tenant=operators).delete()
        found = answer(command="setup_installation")
        (sign_in,) = found["sign_ins"]
        assert (sign_in["url"], sign_in["email"]) == (
            "http://localhost:8000/", "operator@localhost",
        )  # fmt: skip
        assert json.loads((tmp_path / "demo.json").read_text()) == [sign_in]
        assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600
        with in_tenant("operators"):
            assert User.objects.get().check_password(sign_in["password"])
        assert answer(command="setup_installation")["sign_ins"] == [sign_in]

    def test_tenants_follow_a_renamed_platform_host(
        self, operators: Tenant, acme: Tenant, settings: LazySettings
    ) -> None:
        settings.PLATFORM_HOST = "crm.example.test"
        assert answer(command="setup_installation")["changed"]
        assert answer("show", "acme")["domain"] == "acme.crm.example.test"
        assert hosts.memory.tenant_at("crm.example.test") == operators
        assert hosts.memory.tenant_at("acme.localhost") == acme
        assert not answer(command="setup_installation")["changed"]

    def test_the_demonstration_is_made_on_request(
        self, operators: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_in = seeding.SignIn(name="A", url="http://a/", email="a@b.test", password="p")
        monkeypatch.setattr(seeding, "_demos", [lambda show: [sign_in]])
        assert answer(command="setup_installation")["sign_ins"] == []
        assert answer("--demo", command="setup_installation")["sign_ins"] == [sign_in]
