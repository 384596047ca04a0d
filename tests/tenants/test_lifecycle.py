"""From trial to erased: what each state allows, what it says, who is told."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from freehold.audit.models import AuditEntry
from freehold.errors import Conflict, Invalid
from tenants import certificates, hosts, tasks
from tenants.choices import TenantState
from tenants.console.models import SupportConsent
from tenants.context import in_public, in_tenant
from tenants.models import Domain, DomainClaim, ErasureCertificate, Tenant
from tenants.provisioning import replay
from tenants.services import clockwork, erasing, lifecycle
from tests.freehold.actors import CLI
from tests.ground import people
from tests.tenants.test_middleware import ask


def fresh(tenant: Tenant) -> Tenant:
    with in_public():
        return Tenant.objects.get(id=tenant.id)


def entries(operators: Tenant, about: Tenant) -> list[AuditEntry]:
    with in_tenant(operators):
        found = AuditEntry.objects.filter(object="tenants", record_id=about.id)
        return list(found.order_by("id"))


CHANGES: list[tuple[Callable[..., Tenant], TenantState, str]] = [
    (lifecycle.mark_past_due, TenantState.PAST_DUE, "tenant.past_due"),
    (lifecycle.suspend_tenant, TenantState.SUSPENDED, "tenant.suspended"),
    (lifecycle.lock_tenant, TenantState.LOCKED, "tenant.locked"),
    (lifecycle.close_tenant, TenantState.CLOSING, "tenant.closing"),
]


@pytest.mark.parametrize(("change", "state", "action"), CHANGES)
def test_a_change_is_done_once_and_told_to_the_operators(
    acme: Tenant, operators: Tenant, change: Callable[..., Tenant], state: str, action: str
) -> None:
    change("acme", actor=CLI, reason="Unpaid")
    since = fresh(acme).state_changed_at
    change("acme", actor=CLI, reason="Unpaid")
    found = fresh(acme)
    assert (found.state, found.state_reason, found.state_changed_at) == (state, "Unpaid", since)
    (entry,) = entries(operators, acme)
    assert (entry.action, entry.actor_name, entry.record_name) == (action, "Command line", "acme")
    assert entry.changes["state"] == ["active", state]
    assert entry.changes["reason"] == ["", "Unpaid"]


@pytest.mark.parametrize(("change", "state", "action"), CHANGES)
def test_the_operators_own_tenant_stays_open(
    operators: Tenant, change: Callable[..., Tenant], state: str, action: str
) -> None:
    with pytest.raises(Conflict, match="operators"):
        change("operators", actor=CLI)
    assert fresh(operators).state == TenantState.ACTIVE


def test_a_past_due_tenant_works_on(acme: Tenant) -> None:
    lifecycle.mark_past_due("acme", actor=CLI)
    hosts.memory.clear()
    assert ask("acme.localhost", "/api/v1/contacts/", "POST").status_code == 200


def test_a_suspended_tenant_can_t_fall_back_to_past_due(acme: Tenant) -> None:
    lifecycle.suspend_tenant("acme", actor=CLI)
    with pytest.raises(Conflict, match="suspended"):
        lifecycle.mark_past_due("acme", actor=CLI)


class TestLocked:
    @pytest.fixture(autouse=True)
    def _locked(self, acme: Tenant, settings: LazySettings) -> None:
        settings.SUPPORT_EMAIL = "help@platform.test"
        lifecycle.suspend_tenant("acme", actor=CLI, reason="The invoice of May is open.")
        lifecycle.lock_tenant("acme", actor=CLI)
        hosts.memory.clear()

    def test_nothing_is_read_and_the_answer_says_why_and_whom_to_ask(self) -> None:
        refused = ask("acme.localhost", "/api/v1/contacts/")
        told = json.loads(refused.content)
        assert (refused.status_code, told["code"], told["state"]) == (423, "locked", "locked")
        assert "The invoice of May is open." in told["detail"]
        assert (told["reason"], told["contact"]) == (
            "The invoice of May is open.", "help@platform.test",
        )  # fmt: skip

    def test_people_see_a_page(self) -> None:
        page = ask("acme.localhost", "/contacts", accept="text/html")
        assert page.status_code == 423
        assert "help@platform.test" in page.content.decode()
        assert 'href="/sign-in?next=/locked"' in page.content.decode()

    @pytest.mark.parametrize(
        ("path", "method"),
        [
            ("/sign-in", "GET"),
            ("/_allauth/browser/v1/auth/login", "POST"),
            ("/api/v1/me/", "GET"),
            ("/api/v1/contacts/export/", "GET"),
            ("/api/v1/billing/portal/", "POST"),
        ],
    )
    def test_administrators_still_get_in_to_pay_and_to_export(self, path: str, method: str) -> None:
        assert ask("acme.localhost", path, method, accept="text/html").status_code == 200

    def test_resuming_opens_it(self, acme: Tenant) -> None:
        lifecycle.resume_tenant("acme", actor=CLI)
        hosts.memory.clear()
        assert ask("acme.localhost", "/api/v1/contacts/").status_code == 200


class TestClosing:
    def test_it_is_read_only_and_says_until_when(self, acme: Tenant) -> None:
        lifecycle.close_tenant("acme", actor=CLI, erase_at=timezone.now() + timedelta(days=3))
        hosts.memory.clear()
        assert ask("acme.localhost", "/api/v1/contacts/").status_code == 200
        refused = ask("acme.localhost", "/api/v1/contacts/", "POST")
        told = json.loads(refused.content)
        assert refused.status_code == 423
        assert told["erase_at"] == fresh(acme).erase_at.isoformat()  # type: ignore[union-attr]  # set

    def test_without_a_date_it_is_the_usual_grace_and_stays(
        self, acme: Tenant, settings: LazySettings
    ) -> None:
        settings.CLOSING_DAYS = 5
        first = lifecycle.close_tenant("acme", actor=CLI).erase_at
        assert first is not None
        assert timedelta(days=4) < first - timezone.now() <= timedelta(days=5)
        assert lifecycle.close_tenant("acme", actor=CLI, reason="As agreed").erase_at == first

    @pytest.mark.parametrize("days", [-1, 4000])
    def test_a_date_must_lie_ahead(self, acme: Tenant, days: int) -> None:
        with pytest.raises(Invalid, match="future"):
            lifecycle.close_tenant(
                "acme", actor=CLI, erase_at=timezone.now() + timedelta(days=days)
            )

    def test_taking_it_back_leads_to_the_state_before(self, acme: Tenant) -> None:
        lifecycle.suspend_tenant("acme", actor=CLI)
        lifecycle.close_tenant("acme", actor=CLI)
        lifecycle.close_tenant("acme", actor=CLI, reason="twice")
        assert lifecycle.reopen_tenant("acme", actor=CLI).state == TenantState.SUSPENDED
        assert (fresh(acme).erase_at, fresh(acme).former_state) == (None, "")
        with pytest.raises(Conflict):
            lifecycle.reopen_tenant("acme", actor=CLI)


class TestByTheClock:
    def test_a_long_suspended_tenant_is_locked(
        self, acme: Tenant, globex: Tenant, settings: LazySettings
    ) -> None:
        for slug in ("acme", "globex"):
            lifecycle.suspend_tenant(slug, actor=CLI, reason="Unpaid")
        long_ago = timezone.now() - timedelta(days=settings.LOCK_AFTER_DAYS + 1)
        Tenant.objects.filter(id=acme.id).update(state_changed_at=long_ago)
        assert clockwork.lock_overdue() == ["acme"]
        assert (fresh(acme).state, fresh(acme).state_reason) == ("locked", "Unpaid")
        assert fresh(globex).state == TenantState.SUSPENDED

    def test_never_with_0_days(self, acme: Tenant, settings: LazySettings) -> None:
        settings.LOCK_AFTER_DAYS = 0
        lifecycle.suspend_tenant("acme", actor=CLI)
        Tenant.objects.filter(id=acme.id).update(state_changed_at="2020-01-01T00:00Z")
        assert clockwork.lock_overdue() == []

    def test_what_is_due_is_sent_to_the_worker_that_may_erase(
        self, acme: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent: list[bool] = []
        monkeypatch.setattr(tasks.erase_due, "delay", lambda: sent.append(True))
        lifecycle.close_tenant("acme", actor=CLI)
        tasks.advance_lifecycles()
        assert sent == []
        Tenant.objects.filter(id=acme.id).update(erase_at=timezone.now() - timedelta(1))
        tasks.advance_lifecycles()
        assert sent == [True]

    def test_one_that_was_taken_back_meanwhile_stays(self, acme: Tenant) -> None:
        with pytest.raises(Conflict, match="not due"):
            erasing.erase_tenant("acme", actor=CLI, when_due=True)
        assert fresh(acme).state == TenantState.ACTIVE
        assert not ErasureCertificate.objects.filter(tenant_id=acme.id).exists()


@pytest.fixture
def doomed(committed_db: None, tmp_path: Path, settings: LazySettings) -> Iterator[Tenant]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AUDIT_HEADS = str(tmp_path / "audit")
    tenant = people.provisioned(f"doomed-{uuid4().hex[:8]}", "Doomed")
    yield tenant
    replay.drop_schema(tenant.schema_name)
    Tenant.objects.filter(id=tenant.id).delete()
    ErasureCertificate.objects.filter(tenant_id=tenant.id).delete()


class TestErasing:
    def test_the_certificate_says_what_there_was_and_is_known_by_its_hash(
        self, doomed: Tenant, tmp_path: Path
    ) -> None:
        with in_tenant(doomed):
            default_storage.save("contract.txt", ContentFile(b"secret"))
            cache.set("something", "of theirs")
        lifecycle.close_tenant(doomed.slug, actor=CLI)
        Tenant.objects.filter(id=doomed.id).update(erase_at=timezone.now() - timedelta(1))
        assert clockwork.erase_due() == [doomed.slug]
        assert clockwork.erase_due() == []
        found = certificates.certificate(doomed.slug)
        assert (found["files"], found["bytes"], found["rows"]["identity_user"]) == (1, 6, 1)
        assert found["erased_by"] == "Freehold"
        assert erasing.is_genuine(json.loads(json.dumps(found)))
        assert not erasing.is_genuine({**found, "files": 2})
        assert certificates.list_certificates()[0]["sha256"] == found["sha256"]
        assert not replay.schema_exists(doomed.schema_name)
        assert not list((tmp_path / "media").rglob("*.txt"))
        keys = cache.client.get_client().scan_iter(match=f"fh:*{doomed.id}*")  # type: ignore[attr-defined]  # django-redis
        assert not list(keys)

    def test_nothing_about_it_stays_beside_its_schema(self, doomed: Tenant) -> None:
        now = timezone.now()
        with in_public():
            SupportConsent.objects.create(
                tenant=doomed, until=now, given_by="Ada Lovelace", given_at=now
            )
            DomainClaim.objects.create(
                tenant=doomed, domain="crm.doomed.test", token="t", created_at=now
            )
        erasing.erase_tenant(doomed.slug, actor=CLI)
        with in_public():
            assert not SupportConsent.objects.filter(tenant=doomed).exists()
            assert not DomainClaim.objects.filter(tenant=doomed).exists()
            assert not Domain.objects.filter(tenant=doomed).exists()

    def test_a_crash_loses_no_count(self, doomed: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
        def crash(*given: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(erasing, "_make_tombstone", crash)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase_tenant(doomed.slug, actor=CLI)
        with pytest.raises(Conflict, match="being erased"):
            lifecycle.resume_tenant(doomed.slug, actor=CLI)
        monkeypatch.undo()
        certificate = erasing.erase_tenant(doomed.slug, actor=CLI)
        assert certificate["rows"]["identity_user"] == 1
        assert fresh(doomed).state == TenantState.ERASED
