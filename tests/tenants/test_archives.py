"""Everything of a tenant in one file, and back out of it."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from freehold.audit.sealing import seal_waiting
from freehold.audit.services import record
from freehold.audit.verifying import verify_everything
from freehold.identity.models import ApiKey, User
from tenants import hosts
from tenants.archives import services, store
from tenants.context import in_public, in_tenant
from tenants.mail import Backend
from tenants.models import Operation, Tenant
from tenants.operations import running
from tenants.provisioning import replay
from tenants.services import erasing, fencing
from tests.api import callers
from tests.freehold.actors import CLI
from tests.ground import people
from tests.tenants import archiving
from tests.tenants.test_commands import answer, run
from tests.tenants.test_middleware import ask


@pytest.fixture(scope="module")
def full(django_db_setup: None, django_db_blocker: Any) -> Iterator[Tenant]:
    with django_db_blocker.unblock():
        tenant = archiving.filled()
        yield tenant
        archiving.gone(tenant.slug)


@pytest.fixture
def target(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address for what is restored; nothing of it stays."""
    monkeypatch.setattr(fencing, "PATIENCE", 0)
    slug = f"back-{uuid4().hex[:8]}"
    yield slug
    archiving.gone(slug)


@pytest.fixture
def archive(full: Tenant, target: str, tmp_path: Path) -> Path:
    path = tmp_path / "full.zip"
    run("export", full.slug, str(path))
    Operation.objects.filter(subject=full.slug).delete()
    return path


def by_slug(slug: str) -> Tenant:
    with in_public():
        return Tenant.objects.get(slug=slug)


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%%'")
        return {name for (name,) in cursor.fetchall()}


def test_a_restored_tenant_is_the_same_row_by_row_and_file_by_file(
    full: Tenant, archive: Path, target: str
) -> None:
    others = [one for one in Tenant.objects.all() if not one.is_operators]
    rows = [erasing.rows_of(one.schema_name) for one in others]
    told = answer("restore", str(archive), "--slug", target, "--name", "Back Ltd")
    assert (told["state"], told["result"]["files"]) == ("done", 1)
    back = by_slug(target)
    before, after = archiving.manifest_of(archive), archiving.archived(back)[1]
    for lost in ("identity_apikey", "hooks_webhook", "hooks_webhookdelivery"):
        assert before["tables"].pop(lost)["rows"] == 1
        assert after["tables"].pop(lost)["rows"] == 0
    assert after["tables"] == before["tables"]
    assert after["files"] == before["files"]
    assert after["sequences"] == before["sequences"]
    assert sum(table["rows"] for table in before["tables"].values()) > 100
    assert (back.name, back.id == full.id, back.schema_name == full.schema_name) == (
        "Back Ltd", False, False,
    )  # fmt: skip
    assert [erasing.rows_of(one.schema_name) for one in others] == rows


def test_a_restored_tenant_works_and_its_audit_trail_verifies(archive: Path, target: str) -> None:
    run("restore", str(archive), "--slug", target)
    with in_tenant(target):
        record(actor=CLI, action="tested", object="tests")
        while seal_waiting():
            pass
        assert verify_everything().problems == []
        assert User.objects.get().check_password(people.PASSWORD)
        assert (Session.objects.count(), ApiKey.objects.count()) == (0, 0)
        User.objects.create(email="new@full.test", name="New")
    assert ask(f"{target}.localhost").status_code == 200


def test_it_comes_back_at_its_own_address_with_its_keys_once_that_is_free(
    archive: Path, target: str
) -> None:
    run("restore", str(archive), "--slug", target)
    with pytest.raises(CommandError, match="is taken"):
        run("restore", str(archive))
    own = archiving.manifest_of(archive)["tenant"]["slug"]
    Tenant.objects.filter(slug=own).update(slug=f"{own}-x")
    people_domains = by_slug(f"{own}-x").domains
    people_domains.update(domain=f"{own}-x.localhost")
    try:
        run("restore", str(archive))
        with in_tenant(own):
            assert ApiKey.objects.count() == 1
    finally:
        archiving.gone(own)
        Tenant.objects.filter(slug=f"{own}-x").update(slug=own)
        people_domains.update(domain=f"{own}.localhost")


def changed_manifest(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    parts = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(parts) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            new.writestr(member, content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flip(path: Path) -> None:
    parts = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(parts) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "tables/sales_account.copy":
                content = content.replace(b"a", b"b", 1)
            new.writestr(member, content)


def wrong_file(path: Path) -> None:
    changed_manifest(path, lambda told: told["files"]["files/letter"].update(bytes=1))


def wrong_trail(path: Path) -> None:
    changed_manifest(path, lambda told: told["audit"].update(hash="00" * 32))


def newer_format(path: Path) -> None:
    changed_manifest(path, lambda told: told.update(format=99))


def newer_schema(path: Path) -> None:
    changed_manifest(path, lambda told: told.update(schema_version="99999-abcdefabcdef"))


def older_schema(path: Path) -> None:
    changed_manifest(path, lambda told: told.update(schema_version="00001-abcdefabcdef"))


def no_archive(path: Path) -> None:
    path.write_bytes(b"PK nonsense")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut, "not an archive of a tenant, or not all of one"),
        (no_archive, "not an archive of a tenant"),
        (flip, "damaged at “tables/sales_account.copy”"),
        (wrong_file, "damaged at “files/files/letter”"),
        (wrong_trail, "audit trail in this archive"),
        (newer_format, "newer release of Freehold"),
        (newer_schema, "newer release"),
        (older_schema, "older release"),
    ],
)
def test_a_damaged_or_foreign_archive_is_refused_and_leaves_nothing(
    archive: Path,
    target: str,
    damage: Callable[[Path], None],
    said: str,
    tmp_path: Path,
    settings: LazySettings,
) -> None:
    damage(archive)
    settings.MEDIA_ROOT = tmp_path / "media"
    before = schemas()
    with pytest.raises(CommandError, match=said) as refused:
        run("restore", str(archive), "--slug", target)
    assert "\n" not in str(refused.value)
    assert schemas() == before
    assert not Tenant.objects.filter(slug=target).exists()
    assert not list((tmp_path / "media").rglob("*letter*"))


def test_an_export_never_overwrites(full: Tenant, archive: Path) -> None:
    with pytest.raises(CommandError, match="is there already"):
        run("export", full.slug, str(archive))


def test_a_clone_is_a_sandbox_that_sends_no_mail(full: Tenant, target: str) -> None:
    done = answer("clone", full.slug, target, "--name", "Trying out")
    assert (done["kind"], done["state"]) == ("clone", "done")
    sandbox = by_slug(target)
    assert (sandbox.is_sandbox, sandbox.name, sandbox.state) == (True, "Trying out", "active")
    message = mail.EmailMessage("Hello", "…", "a@b.test", ["c@d.test"])
    with in_tenant(sandbox):
        assert Backend().send_messages([message]) == 0
    with in_tenant(full):
        assert Backend().send_messages([message]) == 1
    assert len(mail.outbox) == 1


class TestInPlace:
    @pytest.fixture
    def changed(self, archive: Path, target: str) -> Tenant:
        """A tenant restored from the archive and changed since."""
        run("restore", str(archive), "--slug", target)
        with in_tenant(target) as tenant:
            User.objects.update(name="Changed since")
            default_storage.save("files/since", ContentFile(b"since"))
        return Tenant.objects.get(id=tenant.id)

    def name_in(self, slug: str) -> str:
        with in_tenant(slug):
            return User.objects.get().name

    def test_the_archive_takes_the_place_and_the_former_rows_are_kept(
        self, full: Tenant, archive: Path, changed: Tenant
    ) -> None:
        run("restore", str(archive), "--replace", changed.slug, "--of", full.slug)
        now = by_slug(changed.slug)
        assert (now.id, now.kept["schema"]) == (changed.id, changed.schema_name)
        assert self.name_in(changed.slug) != "Changed since"
        with in_tenant(now):
            assert verify_everything().problems == []
        with pytest.raises(CommandError, match="still has a former copy"):
            run("restore", str(archive), "--replace", changed.slug, "--of", full.slug)
        run("restore-confirm", changed.slug)
        assert not replay.schema_exists(changed.schema_name)
        with pytest.raises(CommandError, match="no former copy"):
            run("restore-undo", changed.slug)

    def test_another_tenant_s_archive_takes_no_place_by_mistake(
        self, full: Tenant, archive: Path, acme: Tenant
    ) -> None:
        with pytest.raises(CommandError, match=f"of “{full.slug}”, not of “acme”.*--of"):
            run("restore", str(archive), "--replace", "acme")
        now = by_slug("acme")
        assert (now.schema_name, now.kept) == (acme.schema_name, None)

    def test_it_can_be_taken_back(self, full: Tenant, archive: Path, changed: Tenant) -> None:
        run("restore", str(archive), "--replace", changed.slug, "--of", full.slug)
        restored = by_slug(changed.slug).schema_name
        hosts.memory.clear()
        run("restore-undo", changed.slug)
        now = by_slug(changed.slug)
        assert (now.schema_name, now.kept) == (changed.schema_name, None)
        assert self.name_in(changed.slug) == "Changed since"
        assert not replay.schema_exists(restored)
        with in_tenant(now):
            assert verify_everything().problems == []

    def test_nothing_that_was_cached_outlives_it(
        self, full: Tenant, archive: Path, changed: Tenant
    ) -> None:
        """A session of before, or a field that is not there any more."""
        email = people.email_of(full.slug)
        asleep, before = callers.signed_in(changed, email), callers.signed_in(changed, email)
        before.made("/fields/", {"object": "accounts", "label": "Since then", "type": "text"})
        assert "Since then" in fields_of(before)
        run("restore", str(archive), "--replace", changed.slug, "--of", full.slug)
        callers.problem(before.get("/me/"), 401)
        assert "Since then" not in fields_of(callers.signed_in(changed, email))
        run("restore-undo", changed.slug)
        assert "Since then" in fields_of(asleep)


def fields_of(caller: callers.Caller) -> set[str]:
    found = caller.get("/objects/accounts/")
    assert found.status_code == 200, found.content
    return {one["label"] for one in found.json()["fields"]}


class TestKilled:
    """What a run leaves that dies at any moment, and what the next one makes of it."""

    def test_a_background_restore_begins_anew(self, full: Tenant, target: str) -> None:
        exported = running.carry_out(services.ask_export(full.slug, actor=CLI, path=None).id)
        operation = services.ask_restore(exported.id, target, actor=CLI)
        Operation.objects.filter(id=operation.id).update(state="running", attempts=1)
        done = running.carry_out(operation.id)
        assert (done.state, done.attempts) == ("done", 2)
        again = running.carry_out(operation.id)
        assert again.ended_at == done.ended_at
        store.forget(exported.id)

    def test_what_happened_before_it_could_say_so_is_not_done_twice(
        self, archive: Path, target: str
    ) -> None:
        run("restore", str(archive), "--slug", target)
        Operation.objects.filter(subject=target).update(
            state="running", attempts=1, is_foreground=False
        )
        (operation,) = Operation.objects.filter(subject=target)
        assert running.carry_out(operation.id).state == "done"
        with in_tenant(target):
            assert default_storage.exists("files/letter")

    def test_one_of_the_command_line_fails_cleanly(self, archive: Path, target: str) -> None:
        operation = services.ask_restore(archive, target, actor=CLI)
        Operation.objects.filter(id=operation.id).update(state="running", attempts=1)
        failed = running.carry_out(operation.id)
        assert (failed.state, failed.error) == (
            "failed", "Its process ended before it was done; what was half-made is removed.",
        )  # fmt: skip

    def test_after_three_attempts_it_is_given_up(self, full: Tenant) -> None:
        operation = services.ask_export(full.slug, actor=CLI)
        Operation.objects.filter(id=operation.id).update(state="running", attempts=3)
        assert running.carry_out(operation.id).state == "failed"
        operation.delete()

    def test_lost_ones_are_sent_again(self, full: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
        operation = services.ask_export(full.slug, actor=CLI)
        sent: list[Operation] = []
        monkeypatch.setattr(running, "send", sent.append)
        assert running.rescue() == []
        Operation.objects.filter(id=operation.id).update(created_at="2020-01-01T00:00Z")
        assert running.rescue() == [operation.id]
        assert [one.id for one in sent] == [operation.id]
        operation.delete()

    def test_of_a_killed_one_that_is_known_within_half_a_minute(
        self, full: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        operation = services.ask_export(full.slug, actor=CLI)
        pace = float(str(settings.CELERY_BEAT_SCHEDULE["operations"]["schedule"]))
        began = timezone.now() - timedelta(seconds=30 - pace)
        Operation.objects.filter(id=operation.id).update(state="running", started_at=began)
        monkeypatch.setattr(running, "send", lambda operation: None)
        assert running.rescue() == [operation.id]
        operation.delete()
