"""Rollouts in tests: of whom, from which version, to which template, and what became of them."""

from typing import Any

from tenants.models import Tenant
from tenants.rollout import run
from tenants.rollout.reports import Wishes

OLD = "00001-000000000000"
#: That the migration of `column` was applied, as Django writes it down.
NOTE = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('identity', '9999_nickname', now())"
)


def only(tenants: list[Tenant], **wishes: Any) -> Wishes:
    return Wishes(only=tuple(tenant.slug for tenant in tenants), **wishes)


def fresh(tenants: list[Tenant]) -> list[Tenant]:
    """As they stand now, the oldest first."""
    return list(Tenant.objects.filter(id__in=[one.id for one in tenants]).order_by("created_at"))


def run_sql(statement: str) -> None:
    """By the owner, outside of everything: as somebody does it by hand."""
    with run._own_connection() as own:
        own.execute(statement)
