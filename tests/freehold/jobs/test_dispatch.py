"""Periodic jobs: every tenant once per interval, each at its own moment."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from freehold.jobs import dispatch
from freehold.jobs.registry import kind_of
from tenants.models import Tenant
from tests.freehold.jobs import kinds  # noqa: F401 - registers the kinds

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)


def _due(last: datetime, now: datetime) -> list[tuple[str, int]]:
    return [
        (str(tenant), slot)
        for tenant, kind, slot in dispatch.due_between(last, now)
        if kind == "test.daily"
    ]


def test_each_tenant_is_due_once_a_day(acme: Tenant, globex: Tenant, operators: Tenant) -> None:
    hours = [MIDNIGHT + timedelta(hours=hour) for hour in range(25)]
    found = [one for last, now in pairwise(hours) for one in _due(last, now)]
    assert sorted(tenant for tenant, _ in found) == sorted(
        str(tenant.id) for tenant in (acme, globex, operators)
    )


def test_moments_differ_between_tenants(acme: Tenant, globex: Tenant) -> None:
    kind = kind_of("test.daily")
    seconds = {
        next(
            minute
            for minute in range(24 * 60)
            if dispatch.slot_of(kind, tenant.id, MIDNIGHT + timedelta(minutes=minute + 1))
            > dispatch.slot_of(kind, tenant.id, MIDNIGHT + timedelta(minutes=minute))
        )
        for tenant in (acme, globex)
    }
    assert len(seconds) == 2


def test_missed_days_are_made_up_for_once(acme: Tenant, globex: Tenant) -> None:
    found = _due(MIDNIGHT, MIDNIGHT + timedelta(days=7))
    assert len(found) == len({tenant for tenant, _ in found})


def test_a_suspended_tenant_is_left_in_peace(acme: Tenant) -> None:
    Tenant.objects.filter(id=acme.id).update(state="suspended")
    found = _due(MIDNIGHT, MIDNIGHT + timedelta(days=2))
    assert str(acme.id) not in {tenant for tenant, _ in found}
