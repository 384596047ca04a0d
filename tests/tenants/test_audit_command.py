"""`manage.py audit`, and what monitoring hears of the trails."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from freehold.audit.models import Seal
from freehold.observability.metrics import exposition
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.audit.chains import sealed, tamper


@pytest.fixture
def tenant(fresh_tenant: Tenant, settings: LazySettings, tmp_path: Path) -> Tenant:
    settings.AUDIT_HEADS = str(tmp_path)
    with in_tenant(fresh_tenant):
        sealed(3)
    return fresh_tenant


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("audit", *words, stdout=out)
    return out.getvalue()


def run_json(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--json"))["results"][0]
    return found


def test_an_intact_trail_is_told(tenant: Tenant) -> None:
    assert f"{tenant.slug}: unverified, 3 entries sealed" in run("state", "--tenant", tenant.slug)
    assert f"{tenant.slug}: intact, 3 entries" in run("verify", "--tenant", tenant.slug)
    shown = run_json("state", "--tenant", tenant.slug)
    assert (shown["state"], shown["verified_entries"], shown["waiting_entries"]) == ("intact", 3, 0)
    assert tenant.slug in run("state", "--all")


def test_a_broken_one_ends_with_an_error_and_is_seen_by_monitoring(tenant: Tenant) -> None:
    with in_tenant(tenant):
        tamper("DELETE FROM audit_auditentry WHERE id = (SELECT max(id) FROM audit_auditentry)")
    out = io.StringIO()
    with pytest.raises(CommandError, match=tenant.slug):
        call_command("audit", "verify", "--tenant", tenant.slug, stdout=out)
    assert "was removed" in out.getvalue()
    told = exposition()[0].decode()
    assert 'freehold_audit_trails{state="broken"} 1.0' in told
    assert f'freehold_audit_broken{{tenant="{tenant.id}"}} 1.0' in told
    assert "freehold_audit_oldest_check_seconds" in told


def test_a_head_of_ones_own_finds_a_cut_tail(tenant: Tenant) -> None:
    with in_tenant(tenant):
        seal = Seal.objects.get()
    head = f"{seal.number}:{bytes(seal.hash).hex()}"
    assert run_json("verify", "--tenant", tenant.slug, "--head", head)["state"] == "intact"
    with pytest.raises(CommandError):
        run("verify", "--tenant", tenant.slug, "--head", f"7:{bytes(seal.hash).hex()}")
    for words in (("--tenant", tenant.slug, "--head", "x"), ("--all", "--head", head)):
        with pytest.raises(CommandError, match="NUMBER:HASH"):
            run("verify", *words)


def test_an_unknown_tenant_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="no tenant"):
        run("state", "--tenant", "nobody")
