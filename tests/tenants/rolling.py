"""Rollouts in tests: of whom, from which version, to which template."""

from typing import Any

from tenants.models import Tenant
from tenants.rollout.reports import Wishes

OLD = "00001-000000000000"


def only(tenants: list[Tenant], **wishes: Any) -> Wishes:
    return Wishes(only=tuple(tenant.slug for tenant in tenants), **wishes)
