"""The chain finds whatever was done to the trail, and is not disturbed by what is right (F10)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection

from freehold.audit import sealing
from freehold.audit.heads import Head
from freehold.audit.models import AuditEntry, Seal, Verification
from freehold.audit.sealing import seal_next, seal_waiting
from freehold.audit.verifying import verify_everything
from tenants.context import in_public, in_tenant
from tenants.models import AuditHead, Tenant
from tests.freehold.audit.chains import found, seal, sealed, sql, tamper, write
from tests.ground.workers import database_url, wait_until


@pytest.fixture
def tenant(fresh_tenant: Tenant, settings: LazySettings, tmp_path: Path) -> Iterator[Tenant]:
    settings.AUDIT_HEADS = str(tmp_path)
    with in_tenant(fresh_tenant):
        yield fresh_tenant


def ids() -> list[int]:
    return list(AuditEntry.objects.order_by("id").values_list("id", flat=True))


def sealed_ids() -> list[int]:
    """Of all seals, in their order: how many an old transaction elsewhere lets into each varies."""
    return [one for seal in Seal.objects.order_by("number") for one in seal.entries]


def test_what_was_written_is_sealed_once_and_verifies(tenant: Tenant) -> None:
    sealed(5)
    assert seal_waiting() == 0
    assert found() == []
    newest = Seal.objects.order_by("number").last()
    assert newest is not None
    assert newest.total == AuditEntry.objects.count() == 5
    kept = Verification.objects.get()
    assert (kept.entries, kept.problems) == (5, [])


def test_the_chain_goes_on_from_batch_to_batch(tenant: Tenant) -> None:
    write(7)
    wait_until(lambda: not seal_next(batch=2) and len(sealed_ids()) == 7)
    assert max(len(one.entries) for one in Seal.objects.all()) == 2
    assert sealed_ids() == ids()
    assert found() == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE audit_auditentry SET actor_name = 'Mallory' WHERE id = %s", "changed"),
        ("UPDATE audit_auditentry SET changes = '{}' WHERE id = %s", "changed"),
        ("UPDATE audit_auditentry SET at = at - interval '1 day' WHERE id = %s", "changed"),
        ("UPDATE audit_auditentry SET record_id = NULL WHERE id = %s", "changed"),
        ("DELETE FROM audit_auditentry WHERE id = %s", "removed"),
    ],
)
def test_a_changed_or_removed_entry_is_named(tenant: Tenant, change: str, kind: str) -> None:
    sealed(5)
    victim = ids()[2]
    tamper(change, victim)
    assert found() == [(kind, victim)]
    assert Verification.objects.get().problems[0]["entry"] == victim


def test_two_entries_that_changed_places_are_named(tenant: Tenant) -> None:
    sealed(5)
    one, other = ids()[-2:]
    tamper("UPDATE audit_auditentry SET id = -1 WHERE id = %s", one)
    tamper("UPDATE audit_auditentry SET id = %s WHERE id = %s", one, other)
    tamper("UPDATE audit_auditentry SET id = %s WHERE id = -1", other)
    assert found() == [("changed", one), ("changed", other)]


def test_an_entry_put_in_between_is_named(tenant: Tenant) -> None:
    sealed(5)
    tamper(
        "INSERT INTO audit_auditentry (id, at, actor_name, source, request_id, action, object,"
        " record_name, changes, tx) OVERRIDING SYSTEM VALUE"
        " SELECT -7, at, actor_name, source, request_id, action, object, record_name, changes, tx"
        " FROM audit_auditentry WHERE id = %s",
        ids()[2],
    )
    assert found() == [("inserted", -7)]


def test_a_removed_or_rewritten_seal_is_found(tenant: Tenant) -> None:
    for _ in range(3):
        sealed(2)
    tamper("UPDATE audit_seal SET hash = '\\x00' WHERE number = 2")
    assert ("seal_changed", None) in found()
    tamper("DELETE FROM audit_seal WHERE number = 2")
    assert ("seal_removed", None) in found()


def test_a_cut_tail_is_found_by_each_outside_place(tenant: Tenant, tmp_path: Path) -> None:
    sealed(3)
    sealed(3)
    newest = Seal.objects.order_by("-number").first()
    assert newest is not None
    tamper("DELETE FROM audit_auditentry WHERE id = ANY(%s)", list(newest.entries))
    tamper("DELETE FROM audit_seal WHERE number = %s", newest.number)
    assert found() == [("cut", None), ("cut", None)]
    (tmp_path / f"{tenant.id}.json").unlink()
    assert found() == [("cut", None)]
    with in_public():
        AuditHead.objects.filter(tenant=tenant).delete()
    assert found() == []
    told = Head(newest.number, bytes(newest.hash).hex(), newest.total, "")
    assert verify_everything([told]).problems[0]["kind"] == "cut"


def test_a_head_that_somebody_else_signed_is_told(tenant: Tenant) -> None:
    sealed(3)
    with in_public():
        AuditHead.objects.filter(tenant=tenant).update(number=1, entries=1)
    assert ("unsigned", None) in found()


def test_a_rewritten_history_is_told_by_the_head(tenant: Tenant) -> None:
    """Whoever seals everything anew, consistently, is betrayed by the hash that was kept."""
    sealed(3)
    tamper("DELETE FROM audit_seal")
    tamper("UPDATE audit_auditentry SET actor_name = 'Mallory'")
    with in_public():
        held = AuditHead.objects.filter(tenant=tenant).values().get()
    seal(3)
    with in_public():
        AuditHead.objects.filter(tenant=tenant).update(**held)
    assert ("seal_changed", None) in found()


SETTINGS = (
    "TimeZone = 'Asia/Kathmandu'",
    "DateStyle = 'ISO, DMY'",
    "IntervalStyle = 'sql_standard'",
    "extra_float_digits = -5",
)


@pytest.mark.parametrize("setting", SETTINGS)
def test_it_verifies_under_other_settings(tenant: Tenant, setting: str) -> None:
    sealed(3)
    sql(f"SET {setting}")
    try:
        sealed(2)
        assert found() == []
    finally:
        sql(f"RESET {setting.partition(' ')[0]}")
    assert found() == []


def test_an_entry_that_commits_late_is_not_skipped(tenant: Tenant) -> None:
    sealed(1)
    with psycopg.connect(database_url()) as late:
        late.execute(f"SET search_path = {tenant.schema_name}")
        late.execute(
            "INSERT INTO audit_auditentry (at, actor_name, source, request_id, action, object,"
            " record_name, changes) VALUES (now(), 'Late', 'sql', '', 'update', 'x', '', '{}')"
        )
        write(2)
        assert seal_waiting() == 0
        late.commit()
    seal(3)
    assert found() == []


def test_after_a_restore_into_another_server_the_chain_goes_on(tenant: Tenant) -> None:
    """There transactions are numbered anew, lower than those of the restored entries."""
    sealed(3)
    far = 10_000_000_000
    tamper("UPDATE audit_auditentry SET tx = tx + %s", far)
    tamper("UPDATE audit_seal SET last_tx = last_tx + %s", far)
    sealed(2)
    sealed(1)
    assert found() == []


def test_only_one_process_seals_at_a_time(tenant: Tenant) -> None:
    write(2)
    with psycopg.connect(database_url()) as other:
        other.execute(f"SET search_path = {tenant.schema_name}")
        other.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' audit'))")
        assert seal_waiting() == 0
    seal(2)


def test_sealing_and_verifying_cost_statements_by_the_batch(
    tenant: Tenant, django_assert_max_num_queries: Any
) -> None:
    write(20)
    with django_assert_max_num_queries(20):
        sealing.seal_next()
    with django_assert_max_num_queries(20):
        verify_everything()
    assert connection.in_atomic_block is False
